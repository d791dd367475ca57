package io.millrace.app.explain;

import io.millrace.app.model.ModelFailedException;
import io.millrace.app.model.Scorer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a score loses when one feature alone is its median: {@code score(row) - score(row with the median)}. For a linear model without
 * more, that is weight times distance from the median; where features act together, what they do together is counted with each of
 * them, and contributions add up to nothing in particular.
 *
 * <p>Every feature of every row that is not its median is a row for the model. As many as the scorer has room for go into one
 * call.
 */
final class Occlusion implements Contributions {
    private final Scorer scorer;
    private final Baseline baseline;

    /** A row in which one feature is its median. */
    private record Occluded(int row, int feature) {}

    /** @param scorer stays the caller's to close; its scores are read before this is asked */
    Occlusion(Scorer scorer, Baseline baseline) {
        this.scorer = scorer;
        this.baseline = baseline;
    }

    @Override
    public List<double @Nullable []> of(List<ScoredRow> rows, BooleanSupplier late) {
        var all = new ArrayList<double @Nullable []>(rows.size());
        rows.forEach(row -> all.add(new double[baseline.features()]));
        var occluded = occluded(rows);
        for (int from = 0; from < occluded.size(); from += scorer.capacity()) {
            var call = occluded.subList(from, Math.min(from + scorer.capacity(), occluded.size()));
            if (late.getAsBoolean() || !run(rows, call)) {
                call.forEach(each -> all.set(each.row, null));
                continue;
            }
            for (int i = 0; i < call.size(); i++) {
                var each = call.get(i);
                var contributions = all.get(each.row);
                if (contributions != null) {
                    contributions[each.feature] = rows.get(each.row).score() - scorer.score(i);
                }
            }
        }
        return all;
    }

    private List<Occluded> occluded(List<ScoredRow> rows) {
        var occluded = new ArrayList<Occluded>(rows.size() * baseline.features());
        for (int row = 0; row < rows.size(); row++) {
            for (int feature = 0; feature < baseline.features(); feature++) {
                if (baseline.has(feature) && rows.get(row).numbers()[feature] != baseline.median(feature)) {
                    occluded.add(new Occluded(row, feature));
                }
            }
        }
        return occluded;
    }

    private boolean run(List<ScoredRow> rows, List<Occluded> call) {
        for (int i = 0; i < call.size(); i++) {
            var row = rows.get(call.get(i).row);
            var numbers = row.numbers().clone();
            numbers[call.get(i).feature] = baseline.median(call.get(i).feature);
            scorer.put(i, numbers, row.texts());
        }
        try {
            scorer.run(call.size());
            return true;
        } catch (ModelFailedException e) {
            return false; // counted by who asked, who has no reasons then
        }
    }
}
