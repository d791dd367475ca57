package io.millrace.drift.definition;

import io.millrace.drift.stats.ChiSquare;
import io.millrace.drift.stats.Edges;
import io.millrace.drift.stats.Hellinger;
import io.millrace.drift.stats.JensenShannon;
import io.millrace.drift.stats.KolmogorovSmirnov;
import io.millrace.drift.stats.LInfinity;
import io.millrace.drift.stats.Shares;
import io.millrace.drift.stats.Statistic;
import io.millrace.drift.stats.ValueCounts;
import io.millrace.drift.stats.Wasserstein;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A method of NannyML 0.13.1 ({@code nannyml/drift/univariate/methods.py}), fitted to a reference. NaN is left out. Bins are those of the
 * reference alone: as many as Doane says, of one width, or one per category; what falls into none of them, more than rounding or not, is one
 * bin more.
 */
abstract class NannyMlMethod {
    /** With so many values in the reference Kolmogorov-Smirnov and Wasserstein are estimated from bins. */
    static final int FEWEST_TO_ESTIMATE = 10_000;

    private static final int BINS_TO_ESTIMATE = 10_000;

    /**
     * What a method finds.
     *
     * @param value NaN where infinite values have none
     * @param pValue null if there is none
     * @param bins null if there are none
     */
    record Found(
            double value, @Nullable Double pValue, @Nullable Integer bins) {
        static Found of(double value) {
            return new Found(value, null, null);
        }
    }

    /**
     * Compares a chunk with the reference.
     *
     * @param chunk with at least one value, of the reference's kind
     */
    abstract Found compare(Sample chunk);

    /** How many values count. */
    static int given(Sample sample) {
        return sample instanceof Sample.Numbers numbers
                ? numbers.given().length
                : ((Sample.Categories) sample).given().size();
    }

    private static double[] numbers(Sample sample) {
        return ((Sample.Numbers) sample).given();
    }

    /**
     * A method fitted to a reference.
     *
     * @param reference with at least one value, none of them infinite unless it is for Kolmogorov-Smirnov and few
     */
    static NannyMlMethod of(Statistic statistic, Sample reference) {
        boolean estimated = given(reference) >= FEWEST_TO_ESTIMATE;
        return switch (statistic) {
            case KOLMOGOROV_SMIRNOV ->
                estimated
                        ? new EstimatedKolmogorovSmirnov(numbers(reference))
                        : new ExactKolmogorovSmirnov(numbers(reference));
            case WASSERSTEIN ->
                estimated ? new EstimatedWasserstein(numbers(reference)) : new ExactWasserstein(numbers(reference));
            case CHI_SQUARE -> new Contingency((Sample.Categories) reference);
            default ->
                reference instanceof Sample.Numbers numbers
                        ? new Binned(statistic, numbers.given())
                        : new PerCategory(statistic, (Sample.Categories) reference);
        };
    }

    private static Found ofShares(Statistic statistic, double[] reference, double[] chunk) {
        double[] r = reference;
        double[] c = chunk;
        double leftover = 1 - Arrays.stream(chunk).sum();
        if (leftover > 0) {
            r = Arrays.copyOf(reference, reference.length + 1);
            c = Arrays.copyOf(chunk, chunk.length + 1);
            c[chunk.length] = leftover;
        }
        double distance = statistic == Statistic.HELLINGER ? Hellinger.between(r, c) : JensenShannon.binary(r, c);
        return new Found(distance, null, reference.length);
    }

    /** Jensen-Shannon and Hellinger of numbers. */
    private static final class Binned extends NannyMlMethod {
        private final Statistic statistic;
        private final Edges edges;
        private final double[] reference;

        Binned(Statistic statistic, double[] reference) {
            this.statistic = statistic;
            this.edges = Edges.doane(reference);
            this.reference = Shares.of(edges.count(reference), reference.length);
        }

        @Override
        Found compare(Sample chunk) {
            double[] values = numbers(chunk);
            return ofShares(statistic, reference, Shares.of(edges.count(values), values.length));
        }
    }

    /** Jensen-Shannon, Hellinger and L-infinity of categories. */
    private static final class PerCategory extends NannyMlMethod {
        private final Statistic statistic;
        private final Sample.Categories reference;

        PerCategory(Statistic statistic, Sample.Categories reference) {
            this.statistic = statistic;
            this.reference = reference;
        }

        @Override
        Found compare(Sample chunk) {
            var counts = ValueCounts.of(reference.given(), ((Sample.Categories) chunk).given());
            double[] r = counts.referenceShares();
            double[] c = counts.currentShares();
            if (statistic == Statistic.L_INFINITY) {
                return new Found(LInfinity.between(r, c), null, counts.distinct());
            }
            int known = 0; // those of the reference come first, in their order
            for (int i = 0; i < r.length; i++) {
                if (r[i] > 0) {
                    r[known] = r[i];
                    c[known] = c[i];
                    known++;
                }
            }
            return ofShares(statistic, Arrays.copyOf(r, known), Arrays.copyOf(c, known));
        }
    }

    private static final class Contingency extends NannyMlMethod {
        private final Sample.Categories reference;

        Contingency(Sample.Categories reference) {
            this.reference = reference;
        }

        @Override
        Found compare(Sample chunk) {
            var counts = ValueCounts.of(reference.given(), ((Sample.Categories) chunk).given());
            var test = ChiSquare.contingency(counts.reference(), counts.current());
            return new Found(test.statistic(), test.pValue(), counts.distinct());
        }
    }

    private static final class ExactKolmogorovSmirnov extends NannyMlMethod {
        private final double[] reference;

        ExactKolmogorovSmirnov(double[] reference) {
            this.reference = reference;
        }

        @Override
        Found compare(Sample chunk) {
            return Found.of(KolmogorovSmirnov.statistic(reference, numbers(chunk)));
        }
    }

    private static final class ExactWasserstein extends NannyMlMethod {
        private final double[] reference;

        ExactWasserstein(double[] reference) {
            this.reference = reference;
        }

        @Override
        Found compare(Sample chunk) {
            double distance = Wasserstein.between(reference, numbers(chunk));
            return Found.of(Double.isFinite(distance) ? distance : Double.NaN);
        }
    }

    /** The largest distance at the edges of bins, where less is known of values than in a sample. */
    private static final class EstimatedKolmogorovSmirnov extends NannyMlMethod {
        private final Edges edges;
        private final double[] reference;

        EstimatedKolmogorovSmirnov(double[] reference) {
            this.edges = ofRange(reference);
            this.reference = cumulative(edges, reference);
        }

        @Override
        Found compare(Sample chunk) {
            double[] values = numbers(chunk);
            double below =
                    Arrays.stream(values).filter(value -> value < edges.first()).count() / (double) values.length;
            double[] current = cumulative(edges, values);
            double furthest = 0;
            for (int i = 0; i < current.length; i++) {
                furthest = Math.max(furthest, Math.abs(reference[i] - (below + current[i])));
            }
            return new Found(furthest, null, edges.bins());
        }
    }

    /** The area between distribution functions at the edges of bins, and that of the values beyond them. */
    private static final class EstimatedWasserstein extends NannyMlMethod {
        private final Edges edges;
        private final double[] reference;

        EstimatedWasserstein(double[] reference) {
            this.edges = ofRange(reference);
            this.reference = cumulative(edges, reference);
        }

        @Override
        Found compare(Sample chunk) {
            double[] values = numbers(chunk);
            double[] smaller =
                    Arrays.stream(values).filter(value -> value < edges.first()).toArray();
            double[] bigger =
                    Arrays.stream(values).filter(value -> value > edges.last()).toArray();
            double below = share(smaller.length, values.length);
            double[] current = cumulative(edges, values);
            double within = 0;
            for (int i = 0; i < current.length; i++) {
                within += Math.abs(reference[i] - (current[i] + below)) * edges.width(0);
            }
            double distance = within
                    + below * beyond(smaller, edges.first())
                    + share(bigger.length, values.length) * beyond(bigger, edges.last());
            return new Found(Double.isFinite(distance) ? distance : Double.NaN, null, edges.bins());
        }

        /** NannyML counts the edge among those beyond it. */
        private static double share(int beyond, int all) {
            return beyond == 0 ? 0 : (beyond + 1.0) / all;
        }

        /** The mean distance from the edge, the edge itself counted as one of them. */
        private static double beyond(double[] values, double edge) {
            return values.length == 0 ? 0 : Wasserstein.between(withEdge(values, edge), new double[] {edge});
        }

        private static double[] withEdge(double[] values, double edge) {
            double[] all = Arrays.copyOf(values, values.length + 1);
            all[values.length] = edge;
            return all;
        }
    }

    private static Edges ofRange(double[] values) {
        var summary = Arrays.stream(values).summaryStatistics();
        double padding = summary.getMin() == summary.getMax() ? 0.5 : 0;
        return Edges.equal(summary.getMin() - padding, summary.getMax() + padding, BINS_TO_ESTIMATE);
    }

    private static double[] cumulative(Edges edges, double[] values) {
        double[] shares = Shares.of(edges.count(values), values.length);
        for (int i = 1; i < shares.length; i++) {
            shares[i] += shares[i - 1]; // one after the other, as NumPy rounds
        }
        return shares;
    }
}
