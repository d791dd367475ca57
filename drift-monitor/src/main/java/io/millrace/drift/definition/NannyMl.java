package io.millrace.drift.definition;

import static io.millrace.drift.stats.Statistic.CHI_SQUARE;
import static io.millrace.drift.stats.Statistic.HELLINGER;
import static io.millrace.drift.stats.Statistic.JENSEN_SHANNON;
import static io.millrace.drift.stats.Statistic.KOLMOGOROV_SMIRNOV;
import static io.millrace.drift.stats.Statistic.L_INFINITY;
import static io.millrace.drift.stats.Statistic.WASSERSTEIN;

import io.millrace.drift.stats.Spread;
import io.millrace.drift.stats.Statistic;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * As NannyML 0.13.1 does it ({@code nannyml/drift/univariate}), the current data being one chunk: {@link NannyMlMethod} computes the values, and
 * a value above the mean of those of the reference's own chunks plus three standard deviations is an alert. A tenth of the reference, in the
 * order of its rows, is a chunk; what is left over is one more.
 */
public final class NannyMl implements Definition {
    private static final int CHUNKS = 10;
    private static final double STDDEVS = 3;
    private static final double P_THRESHOLD = 0.05;

    private static final Set<Statistic> OF_NUMBERS =
            EnumSet.of(JENSEN_SHANNON, HELLINGER, KOLMOGOROV_SMIRNOV, WASSERSTEIN);
    private static final Set<Statistic> OF_CATEGORIES = EnumSet.of(JENSEN_SHANNON, HELLINGER, L_INFINITY, CHI_SQUARE);

    @Override
    public String name() {
        return "nannyml";
    }

    @Override
    public Set<Statistic> statistics(Sample reference) {
        return EnumSet.copyOf(reference instanceof Sample.Numbers ? OF_NUMBERS : OF_CATEGORIES);
    }

    @Override
    public Statistic choose(Sample reference, Sample current) {
        return JENSEN_SHANNON;
    }

    @Override
    public DriftResult compare(Statistic statistic, Sample reference, Sample current) {
        Definition.requireApplicable(name(), statistics(reference), statistic, reference, current);
        int referenceSize = NannyMlMethod.given(reference);
        int currentSize = NannyMlMethod.given(current);
        if (referenceSize == 0) {
            return unknown(statistic, referenceSize, currentSize, "the reference has no value");
        }
        boolean needsRange = statistic != KOLMOGOROV_SMIRNOV || referenceSize >= NannyMlMethod.FEWEST_TO_ESTIMATE;
        if (needsRange && hasInfinite(reference)) {
            return unknown(statistic, referenceSize, currentSize, "the reference has infinite values");
        }
        var method = NannyMlMethod.of(statistic, reference);
        var found = currentSize == 0 ? null : method.compare(current);
        if (found == null || Double.isNaN(found.value())) {
            var reason = "the current data has " + (found == null ? "no value" : "infinite values");
            return unknown(statistic, referenceSize, currentSize, reason);
        }
        return statistic == CHI_SQUARE
                ? byP(found, referenceSize, currentSize)
                : byChunks(method, found, statistic, reference, currentSize);
    }

    private static boolean hasInfinite(Sample sample) {
        return sample instanceof Sample.Numbers numbers
                && DoubleStream.of(numbers.values()).anyMatch(Double::isInfinite);
    }

    private DriftResult byP(NannyMlMethod.Found found, int referenceSize, int currentSize) {
        @Nullable Double p = found.pValue();
        boolean drifted = p != null && p < P_THRESHOLD;
        return new DriftResult(
                CHI_SQUARE,
                name(),
                found.value(),
                p,
                P_THRESHOLD,
                drifted,
                found.bins(),
                referenceSize,
                currentSize,
                null);
    }

    private DriftResult byChunks(
            NannyMlMethod method, NannyMlMethod.Found found, Statistic statistic, Sample reference, int currentSize) {
        @Nullable Double threshold = threshold(method, statistic, reference);
        return new DriftResult(
                statistic,
                name(),
                found.value(),
                null,
                threshold,
                threshold == null ? null : found.value() > threshold,
                found.bins(),
                NannyMlMethod.given(reference),
                currentSize,
                threshold == null ? "a reference of fewer than " + CHUNKS + " rows has no chunks" : null);
    }

    /** Null if the reference is too small for chunks. */
    private static @Nullable Double threshold(NannyMlMethod method, Statistic statistic, Sample reference) {
        int size = reference.rows() / CHUNKS;
        if (size == 0) {
            return null;
        }
        double[] values = IntStream.iterate(0, from -> from < reference.rows(), from -> from + size)
                .mapToObj(from -> reference.slice(from, Math.min(reference.rows(), from + size)))
                .filter(chunk -> NannyMlMethod.given(chunk) > 0)
                .mapToDouble(chunk -> method.compare(chunk).value())
                .toArray();
        var spread = Spread.of(values);
        double above = spread.mean() + STDDEVS * spread.stddev();
        return statistic == KOLMOGOROV_SMIRNOV ? Math.min(1, above) : above;
    }

    private DriftResult unknown(Statistic statistic, int referenceSize, int currentSize, String reason) {
        return DriftResult.unknown(statistic, name(), referenceSize, currentSize, reason);
    }

    /** NannyML has no verdict on a dataset; any alert is what its summary counts. */
    @Override
    public DatasetVerdict verdict(Collection<DriftResult> columns) {
        return DatasetVerdict.of(
                columns.stream().map(DriftResult::drifted).toList(),
                "any column alerts (NannyML itself has no verdict on a dataset)",
                (drifted, all) -> drifted > 0);
    }
}
