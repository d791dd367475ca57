package io.millrace.app.topology;

import io.millrace.app.model.OutlierWatch;
import io.millrace.app.topology.ScoreOutcome.Scored;
import io.millrace.drift.profile.ReferenceProfile;
import io.millrace.drift.topology.SplitBy;
import io.millrace.drift.window.RowCounter;
import io.millrace.drift.window.RowSample;
import io.millrace.drift.window.TumblingWindows;
import io.millrace.enrich.definition.Feature;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is counted of answers, for a monitor that does not read them itself.
 *
 * @param topic where it is told
 * @param profile that it is counted against
 * @param sample of which rows
 * @param panes what is counted together
 * @param by what it is told by, besides all answers
 * @param row the pipeline's features
 * @param outliers which rows are; null if nobody asks
 */
public record Counting(
        String topic,
        ReferenceProfile profile,
        RowSample sample,
        TumblingWindows panes,
        SplitBy by,
        List<Feature> row,
        @Nullable OutlierWatch outliers) {
    public Counting {
        row = List.copyOf(row);
    }

    /** Whether a row is one of those that are counted. */
    boolean takes(Scored scored) {
        var origin = scored.event().origin();
        return sample.takes(origin.partition(), origin.offset());
    }

    ScoredRows rows() {
        return new ScoredRows(profile, by, row, outliers);
    }

    RowCounter counter() {
        return new RowCounter(profile, panes);
    }
}
