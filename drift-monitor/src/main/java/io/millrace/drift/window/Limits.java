package io.millrace.drift.window;

import io.millrace.drift.profile.FeatureProfile;
import io.millrace.drift.profile.TextProfile;
import io.millrace.drift.stats.Statistic;
import io.millrace.schemas.prediction.PredictionSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which statistics of which feature count as drift, and beyond what.
 *
 * @param numbers of features that are numbers, and of the score, in the order in which they are told
 * @param texts of features that are texts
 * @param features of single features, or the score, by their name: instead of what holds for their kind
 * @param leastRows fewer values than this (rows, for the missing share) and nothing is said: the value is unknown; at
 *     least 1
 */
public record Limits(List<Limit> numbers, List<Limit> texts, Map<String, List<Limit>> features, int leastRows) {
    /**
     * Without any drift the PSI of n values in b bins is about a chi-square of b - 1 degrees divided by n. With 200 values it
     * exceeds 0.25 by chance once in some ten million windows for 10 bins, and twice in ten thousand for 21; with 100
     * values and 21 bins it would be once in five.
     */
    public static final int DEFAULT_LEAST_ROWS = 200;

    /** Refuses, with an IllegalArgumentException, to say anything of no row. */
    public Limits {
        numbers = List.copyOf(numbers);
        texts = List.copyOf(texts);
        features = Map.copyOf(features);
        if (leastRows < 1) {
            throw new IllegalArgumentException("the least of rows must be at least 1, was " + leastRows);
        }
    }

    /**
     * Those of every pipeline that does not say otherwise: the same for all features.
     *
     * @param psi positive
     * @param meanShift in standard deviations of the reference; positive; of numbers alone
     * @param missingShare in (0, 1]
     */
    public static Limits byKind(double psi, double meanShift, double missingShare, int leastRows) {
        var problems = new ArrayList<String>();
        if (!(psi > 0)) {
            problems.add("psi must be positive, was " + psi);
        }
        if (!(meanShift > 0)) {
            problems.add("mean-shift must be positive, was " + meanShift);
        }
        if (!(missingShare > 0 && missingShare <= 1)) {
            problems.add("missing-share must be in (0, 1], was " + missingShare);
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        var ofPsi = new Limit(Statistic.PSI, psi);
        var ofMissing = new Limit(Statistic.MISSING_SHARE, missingShare);
        return new Limits(
                List.of(ofPsi, new Limit(Statistic.MEAN_SHIFT, meanShift), ofMissing),
                List.of(ofPsi, ofMissing),
                Map.of(),
                leastRows);
    }

    /** The same that also says when rows that lie outside of the profile are too many. */
    public Limits withOutlierShare(double share) {
        var more = new HashMap<>(features);
        more.put(PredictionSchema.OUTLIER_SCORE, List.of(new Limit(Statistic.OUTLIER_SHARE, share)));
        return new Limits(numbers, texts, more, leastRows);
    }

    /** Those of the rows' outlier scores; empty if nothing was said. */
    public List<Limit> ofOutliers() {
        return features.getOrDefault(PredictionSchema.OUTLIER_SCORE, List.of());
    }

    /** Those of a column of numbers. */
    public List<Limit> of(FeatureProfile column) {
        return features.getOrDefault(column.name(), numbers);
    }

    /** Those of a column of texts. */
    public List<Limit> of(TextProfile column) {
        return features.getOrDefault(column.name(), texts);
    }
}
