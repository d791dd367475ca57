package io.millrace.drift.compare;

import io.millrace.drift.profile.Bins;
import io.millrace.drift.profile.FeatureProfile;
import io.millrace.drift.sketch.NumberSummary;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A distribution function as steps: at each of some values the share of all that are at or below it. Immutable.
 *
 * <p>Of a profile with quantiles each of them stands for what is half way to its neighbours. Between two of them the
 * true function lies between their ranks, so this one is off by at most half the gap and one value.
 */
final class Distribution {
    private final double[] values;
    private final double[] upTo;

    private Distribution(SortedMap<Double, Double> weights) {
        values = new double[weights.size()];
        upTo = new double[weights.size()];
        double total = 0;
        int at = 0;
        for (var step : weights.entrySet()) {
            total += step.getValue();
            values[at] = step.getKey();
            upTo[at] = total;
            at++;
        }
        for (int i = 0; i < upTo.length; i++) {
            upTo[i] /= total;
        }
    }

    /** Of the reference, which has at least one value. */
    static Distribution of(FeatureProfile reference) {
        return new Distribution(reference.weights());
    }

    /** Of what was counted, which has at least one value. */
    static Distribution of(NumberSummary current) {
        var weights = new TreeMap<Double, Double>();
        if (isExact(current)) {
            long[] counts = current.counts();
            for (int i = 0; i < counts.length - 1; i++) {
                weights.put(current.bins().bounds().get(i), (double) counts[i]);
            }
        } else {
            current.quantiles().forEach((value, weight) -> weights.merge(value, (double) weight, Double::sum));
        }
        return new Distribution(weights);
    }

    /** Whether every value that came has a bin of its own. */
    static boolean isExact(NumberSummary current) {
        return current.bins() instanceof Bins.ByValue
                && current.counts()[current.bins().size() - 1] == 0;
    }

    /**
     * How far two functions are apart.
     *
     * @param greatest the greatest distance at any value, in [0, 1]
     * @param area the area between them, in the values' unit
     */
    record Distance(double greatest, double area) {}

    Distance to(Distribution other) {
        double greatest = 0;
        double area = 0;
        double here = 0;
        double there = 0;
        double before = 0;
        int i = 0;
        int j = 0;
        while (i < values.length || j < other.values.length) {
            double value = Math.min(at(i), other.at(j));
            double apart = Math.abs(here - there);
            if (apart > 0) { // not before the first value
                area += apart * (value - before);
            }
            if (at(i) == value) {
                here = upTo[i++];
            }
            if (other.at(j) == value) {
                there = other.upTo[j++];
            }
            greatest = Math.max(greatest, Math.abs(here - there));
            before = value;
        }
        return new Distance(greatest, area);
    }

    private double at(int step) {
        return step < values.length ? values[step] : Double.POSITIVE_INFINITY;
    }
}
