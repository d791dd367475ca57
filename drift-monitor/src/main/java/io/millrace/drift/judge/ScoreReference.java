package io.millrace.drift.judge;

import io.millrace.drift.profile.Bins;
import io.millrace.drift.profile.FeatureProfile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * The champion's scores before the trial, as its distribution function at some cuts. Scores are compared at the cuts, so that a
 * distance is understated by at most what the champion has between two of them. Immutable.
 *
 * @param cuts finite, strictly ascending; at most {@link #MAX_CUTS}; empty if nothing is known, and no scores are compared then
 * @param shares the share of scores at or below each cut, in [0, 1], ascending
 */
public record ScoreReference(List<Double> cuts, List<Double> shares) {
    /** More cuts cost memory and evidence, and show no distance that is tolerated anyway. */
    public static final int MAX_CUTS = 64;

    /** Nothing is known of the champion's scores. */
    public static final ScoreReference NONE = new ScoreReference(List.of(), List.of());

    private static final int QUANTILES = 16;

    /** Refuses contradictions with an IllegalArgumentException. */
    public ScoreReference {
        cuts = List.copyOf(cuts);
        shares = List.copyOf(shares);
        if (cuts.size() != shares.size() || cuts.size() > MAX_CUTS) {
            throw new IllegalArgumentException(cuts.size() + " cuts with " + shares.size() + " shares");
        }
        for (int i = 0; i < cuts.size(); i++) {
            double share = shares.get(i);
            boolean ascends = i == 0 || (cuts.get(i - 1) < cuts.get(i) && shares.get(i - 1) <= share);
            if (!Double.isFinite(cuts.get(i)) || !(share >= 0 && share <= 1) || !ascends) {
                throw new IllegalArgumentException("cuts " + cuts + " with shares " + shares);
            }
        }
    }

    /**
     * From recent scores: cuts at their sixteenths. A score that comes several times is cut on both sides, so that moves of tied
     * and constant scores are seen either way.
     *
     * @param scores in any order; those not finite are left out
     */
    public static ScoreReference of(double[] scores) {
        double[] sorted =
                Arrays.stream(scores).filter(Double::isFinite).sorted().toArray();
        var cuts = new TreeMap<Double, Double>();
        for (int i = 1; i < QUANTILES && sorted.length > 0; i++) {
            double value = sorted[(int) ((long) i * sorted.length / QUANTILES)];
            double below = countBelow(sorted, value);
            double upTo = countBelow(sorted, Math.nextUp(value));
            cuts.put(value, upTo / sorted.length);
            if (upTo - below > 1) {
                cuts.put(Math.nextDown(value), below / sorted.length);
            }
        }
        return of(cuts);
    }

    /** From the score's reference profile: cuts at the bounds of its bins. */
    public static ScoreReference of(FeatureProfile score) {
        var cuts = new TreeMap<Double, Double>();
        var bounds = score.bins().bounds();
        double below = 0;
        for (int i = 0; i < bounds.size() && score.count() > 0; i++) {
            double bound = bounds.get(i);
            if (score.bins() instanceof Bins.ByValue) {
                cuts.put(Math.nextDown(bound), below);
                below = Math.min(below + score.shares().get(i), 1);
                cuts.put(bound, below);
            } else {
                below = Math.min(below + score.shares().get(i), 1);
                cuts.put(Math.nextDown(bound), below); // an edge belongs to the bin above it
            }
        }
        return of(cuts);
    }

    private static ScoreReference of(TreeMap<Double, Double> cuts) {
        return new ScoreReference(new ArrayList<>(cuts.keySet()), new ArrayList<>(cuts.values()));
    }

    /** How many are less than a value. */
    private static int countBelow(double[] sorted, double value) {
        int below = 0;
        int rest = sorted.length;
        while (below < rest) {
            int middle = (below + rest) >>> 1;
            if (sorted[middle] < value) {
                below = middle + 1;
            } else {
                rest = middle;
            }
        }
        return below;
    }

    /** The cuts as an array of the caller's own. */
    double[] cutsAsArray() {
        return cuts.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
