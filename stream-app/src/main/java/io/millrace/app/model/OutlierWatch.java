package io.millrace.app.model;

import io.millrace.drift.outlier.OutlierScore;
import io.millrace.drift.profile.FeatureProfile;
import io.millrace.enrich.definition.Feature;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which rows lie outside of what the reference profile knows. Immutable, and safe for concurrent use.
 *
 * @param score of a row of the pipeline's features
 * @param limit rows with a higher score are outliers; not negative
 * @param quarantines whether no model is to see them
 */
public record OutlierWatch(OutlierScore score, double limit, boolean quarantines) {
    /**
     * Watches a pipeline's rows. Texts, and features that the profile does not have, say nothing.
     *
     * @param features in the order of the row
     * @param profiled as the profile has them
     */
    public static OutlierWatch of(
            List<Feature> features, List<FeatureProfile> profiled, double limit, boolean quarantines) {
        var names = features.stream().map(Feature::name).toList();
        var known = profiled.stream().collect(Collectors.toMap(FeatureProfile::name, Function.identity()));
        var watched = names.stream().filter(known::containsKey).toList();
        var score = OutlierScore.against(
                watched.stream().map(known::get).toList(),
                watched.stream().mapToInt(names::indexOf).toArray(),
                names.size());
        return new OutlierWatch(score, limit, quarantines);
    }

    /** The outlier score of a row: 0 for an ordinary one, never NaN. */
    public double of(double[] row) {
        return score.of(row);
    }

    /** Whether a row with this score is one. */
    public boolean isOutlier(double outlierScore) {
        return outlierScore > limit;
    }

    /** Whether no model is to see a row. */
    boolean keepsAway(double[] row) {
        return quarantines && isOutlier(of(row));
    }

    /** Why, for a person. */
    String told(double[] row) {
        return String.format(Locale.ROOT, "its outlier score is %.4g, more than %.4g", of(row), limit);
    }
}
