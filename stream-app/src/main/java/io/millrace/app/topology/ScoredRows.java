package io.millrace.app.topology;

import io.millrace.app.model.OutlierWatch;
import io.millrace.app.topology.ScoreOutcome.Scored;
import io.millrace.drift.profile.FeatureProfile;
import io.millrace.drift.profile.ProfiledModel;
import io.millrace.drift.profile.ReferenceProfile;
import io.millrace.drift.profile.TextProfile;
import io.millrace.drift.topology.SplitBy;
import io.millrace.drift.window.Observation;
import io.millrace.drift.window.Outlying;
import io.millrace.enrich.definition.Feature;
import io.millrace.enrich.event.Event;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a monitor would read of a prediction, before it is written. Confined to one thread. */
final class ScoredRows {
    private final String digest;
    private final int[] numbers;
    private final int[] texts;
    private final SplitBy by;
    private final @Nullable OutlierWatch outliers;
    private @Nullable ScoredBy last;
    private @Nullable ProfiledModel model;

    /**
     * Of a pipeline's rows.
     *
     * @param profile of this pipeline: all of its features are among the row's
     * @param row the pipeline's features
     * @param outliers which rows are; null if nobody asks
     */
    ScoredRows(ReferenceProfile profile, SplitBy by, List<Feature> row, @Nullable OutlierWatch outliers) {
        var names = row.stream().map(Feature::name).toList();
        int[] textPlaces = Feature.textPlaces(row);
        this.digest = profile.model().sha256();
        this.numbers = profile.features().stream()
                .map(FeatureProfile::name)
                .mapToInt(names::indexOf)
                .toArray();
        this.texts = profile.texts().stream()
                .map(TextProfile::name)
                .mapToInt(name -> textPlaces[names.indexOf(name)])
                .toArray();
        this.by = by;
        this.outliers = outliers;
    }

    Observation of(Scored scored) {
        var event = scored.event();
        var scoredBy = scored.by();
        double[] columns = new double[numbers.length + 1];
        for (int i = 0; i < numbers.length; i++) {
            columns[i] = event.row()[numbers[i]];
        }
        columns[numbers.length] = scored.score();
        return new Observation(
                event.timeMillis(),
                columns,
                texts(event),
                model(scoredBy),
                digest.equals(scoredBy.digest()),
                by.segments(scoredBy.version(), scoredBy.variant().code(), i -> event.record()
                        .get(by.fields().get(i).name())),
                outliers == null ? Outlying.UNKNOWN : Outlying.of(outliers.of(event.row()), outliers.limit()));
    }

    private List<@Nullable String> texts(Event event) {
        var words = new ArrayList<@Nullable String>(texts.length);
        for (int place : texts) {
            words.add(event.texts()[place]);
        }
        return words;
    }

    /** Mostly that of the row before. */
    private ProfiledModel model(ScoredBy scoredBy) {
        if (model == null || !scoredBy.equals(last)) {
            last = scoredBy;
            model = new ProfiledModel(scoredBy.name(), scoredBy.version(), scoredBy.digest());
        }
        return model;
    }
}
