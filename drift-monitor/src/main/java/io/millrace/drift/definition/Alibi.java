package io.millrace.drift.definition;

import static io.millrace.drift.stats.Statistic.CHI_SQUARE;
import static io.millrace.drift.stats.Statistic.KOLMOGOROV_SMIRNOV;

import io.millrace.drift.stats.ChiSquare;
import io.millrace.drift.stats.KolmogorovSmirnov;
import io.millrace.drift.stats.Statistic;
import io.millrace.drift.stats.TestResult;
import io.millrace.drift.stats.ValueCounts;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * As {@code TabularDrift} of Alibi Detect 0.13 does it: Kolmogorov-Smirnov for numbers with the asymptotic p-value, chi-square for categories,
 * p-values of single precision, nothing cleaned; of all columns together by Bonferroni's correction.
 */
public final class Alibi implements Definition {
    private static final float P_THRESHOLD = 0.05f;
    private static final double P_OF_ALL = 0.05;

    @Override
    public String name() {
        return "alibi";
    }

    @Override
    public Set<Statistic> statistics(Sample reference) {
        return EnumSet.of(reference instanceof Sample.Numbers ? KOLMOGOROV_SMIRNOV : CHI_SQUARE);
    }

    @Override
    public Statistic choose(Sample reference, Sample current) {
        return reference instanceof Sample.Numbers ? KOLMOGOROV_SMIRNOV : CHI_SQUARE;
    }

    @Override
    public DriftResult compare(Statistic statistic, Sample reference, Sample current) {
        Definition.requireApplicable(name(), statistics(reference), statistic, reference, current);
        var problem = problem(reference, current);
        if (problem != null) {
            return DriftResult.unknown(statistic, name(), reference.rows(), current.rows(), problem);
        }
        @Nullable Integer bins = null;
        TestResult test;
        if (reference instanceof Sample.Numbers r && current instanceof Sample.Numbers c) {
            test = KolmogorovSmirnov.asymptotic(r.values(), c.values());
        } else {
            var counts = ValueCounts.of(((Sample.Categories) reference).given(), ((Sample.Categories) current).given());
            bins = counts.distinct();
            test = ChiSquare.contingency(counts.reference(), counts.current());
        }
        float p = (float) test.pValue();
        if (Float.isNaN(p)) {
            return DriftResult.unknown(
                    statistic, name(), reference.rows(), current.rows(), "one value against one has no p-value");
        }
        return new DriftResult(
                statistic,
                name(),
                test.statistic(),
                (double) p,
                P_OF_ALL,
                p < P_THRESHOLD,
                bins,
                reference.rows(),
                current.rows(),
                null);
    }

    private static @Nullable String problem(Sample reference, Sample current) {
        if (reference.rows() == 0 || current.rows() == 0) {
            return (reference.rows() == 0 ? "the reference" : "the current data") + " has no row";
        }
        if (reference.missing() > 0 || current.missing() > 0) {
            return "Alibi cleans nothing, and there are " + reference.missing()
                    + " missing values in the reference and " + current.missing() + " in the current data";
        }
        return null;
    }

    @Override
    public DatasetVerdict verdict(Collection<DriftResult> columns) {
        float threshold = (float) (P_OF_ALL / Math.max(1, columns.size()));
        return DatasetVerdict.of(
                columns.stream()
                        .map(DriftResult::pValue)
                        .<@Nullable Boolean>map(p -> p == null ? null : p.floatValue() < threshold)
                        .toList(),
                "any p-value is below 0.05 divided by the number of columns",
                (drifted, all) -> drifted > 0);
    }
}
