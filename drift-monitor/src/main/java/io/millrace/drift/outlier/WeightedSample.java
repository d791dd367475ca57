package io.millrace.drift.outlier;

import io.millrace.drift.profile.FeatureProfile;
import java.util.Map;
import java.util.TreeMap;

/** What a profile knows of a feature's values: some of them, each with a weight. */
final class WeightedSample {
    private final TreeMap<Double, Double> weights = new TreeMap<>();
    private double total;

    private WeightedSample() {}

    /** Those that stand for its distribution. */
    static WeightedSample of(FeatureProfile feature) {
        var sample = new WeightedSample();
        feature.weights().forEach(sample::add);
        return sample;
    }

    /** How far each value is from a centre. */
    WeightedSample distancesFrom(double centre) {
        var distances = new WeightedSample();
        weights.forEach((value, weight) -> distances.add(Math.abs(value - centre), weight));
        return distances;
    }

    private void add(double value, double weight) {
        weights.merge(value, weight, Double::sum);
        total += weight;
    }

    /** The smallest value that at least a share of the weight does not exceed; NaN where there is none. */
    double quantile(double share) {
        double upTo = 0;
        double last = Double.NaN;
        for (Map.Entry<Double, Double> entry : weights.entrySet()) {
            upTo += entry.getValue();
            last = entry.getKey();
            if (upTo >= share * total) {
                return last;
            }
        }
        return last;
    }
}
