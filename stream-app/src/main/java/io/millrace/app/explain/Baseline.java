package io.millrace.app.explain;

import io.millrace.drift.profile.FeatureProfile;
import io.millrace.drift.profile.ReferenceProfile;
import io.millrace.enrich.definition.Feature;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The ordinary row that others are compared with: every feature's median in the reference profile. Immutable. */
final class Baseline {
    private final double[] medians;

    private Baseline(double[] medians) {
        this.medians = medians;
    }

    /**
     * The medians of a profile.
     *
     * @param features in the order of the rows; one without a value in the profile, as texts are, has no median
     */
    static Baseline of(List<Feature> features, ReferenceProfile profile) {
        var medians =
                profile.features().stream().collect(Collectors.toMap(FeatureProfile::name, FeatureProfile::median));
        return new Baseline(features.stream()
                .mapToDouble(feature -> medians.getOrDefault(feature.name(), Double.NaN))
                .toArray());
    }

    /** Those of some row; NaN where there is none. */
    static Baseline of(double... medians) {
        return new Baseline(medians.clone());
    }

    /** Whether a feature can be compared with anything. */
    boolean has(int feature) {
        return !Double.isNaN(medians[feature]);
    }

    double median(int feature) {
        return medians[feature];
    }

    int features() {
        return medians.length;
    }

    /** The medians, and the row's own value where there is none: a feature that does not differ moves nothing. */
    double[] beside(double[] row) {
        var beside = medians.clone();
        Arrays.setAll(beside, i -> has(i) ? medians[i] : row[i]);
        return beside;
    }
}
