package io.millrace.drift.definition;

import static io.millrace.drift.stats.Statistic.MEAN_SHIFT;
import static io.millrace.drift.stats.Statistic.MISSING_SHARE;
import static io.millrace.drift.stats.Statistic.NEW_CATEGORIES;
import static io.millrace.drift.stats.Statistic.OUT_OF_RANGE_SHARE;
import static io.millrace.drift.stats.Statistic.STDDEV_SHIFT;

import io.millrace.drift.stats.MeanShift;
import io.millrace.drift.stats.MissingShare;
import io.millrace.drift.stats.NewCategories;
import io.millrace.drift.stats.OutOfRangeShare;
import io.millrace.drift.stats.Spread;
import io.millrace.drift.stats.Statistic;
import io.millrace.drift.stats.StddevShift;
import io.millrace.drift.stats.ValueCounts;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/**
 * What no library has under this name: shifts in units that people read, each as the constant DEFINITION of its class says. Missing and
 * infinite values are left out of both sides, and are what the missing share counts. Thresholds are the defaults of a pipeline's monitor where it has one.
 */
public final class Millrace implements Definition {
    private static final double MEAN_THRESHOLD = 1;
    private static final double STDDEV_THRESHOLD = Math.log(2);
    private static final double MISSING_THRESHOLD = 0.1;
    private static final double SHARE_THRESHOLD = 0.01;

    @Override
    public String name() {
        return "millrace";
    }

    @Override
    public Set<Statistic> statistics(Sample reference) {
        return reference instanceof Sample.Numbers
                ? EnumSet.of(MEAN_SHIFT, STDDEV_SHIFT, OUT_OF_RANGE_SHARE, MISSING_SHARE)
                : EnumSet.of(NEW_CATEGORIES, MISSING_SHARE);
    }

    @Override
    public Statistic choose(Sample reference, Sample current) {
        return reference instanceof Sample.Numbers ? MEAN_SHIFT : NEW_CATEGORIES;
    }

    @Override
    public DriftResult compare(Statistic statistic, Sample reference, Sample current) {
        Definition.requireApplicable(name(), statistics(reference), statistic, reference, current);
        if (statistic == MISSING_SHARE) {
            return missing(reference, current);
        }
        int referenceSize = reference.rows() - reference.missing();
        int currentSize = current.rows() - current.missing();
        if (referenceSize == 0 || currentSize == 0) {
            var side = referenceSize == 0 ? "the reference" : "the current data";
            return DriftResult.unknown(statistic, name(), referenceSize, currentSize, side + " has no value");
        }
        if (reference instanceof Sample.Numbers r && current instanceof Sample.Numbers c) {
            return ofNumbers(statistic, r.finite(), c.finite());
        }
        var counts = ValueCounts.of(((Sample.Categories) reference).given(), ((Sample.Categories) current).given());
        double share = NewCategories.share(counts.reference(), counts.current());
        return result(NEW_CATEGORIES, share, SHARE_THRESHOLD, referenceSize, currentSize);
    }

    private DriftResult missing(Sample reference, Sample current) {
        if (reference.rows() == 0 || current.rows() == 0) {
            var side = reference.rows() == 0 ? "the reference" : "the current data";
            return DriftResult.unknown(MISSING_SHARE, name(), reference.rows(), current.rows(), side + " has no row");
        }
        double before = (double) reference.missing() / reference.rows();
        double more = MissingShare.between(before, current.missing(), current.rows());
        return result(MISSING_SHARE, more, MISSING_THRESHOLD, reference.rows(), current.rows());
    }

    private DriftResult ofNumbers(Statistic statistic, double[] r, double[] c) {
        var before = Spread.of(r);
        var now = Spread.of(c);
        return switch (statistic) {
            case MEAN_SHIFT ->
                result(
                        MEAN_SHIFT,
                        MeanShift.between(before.mean(), before.stddev(), now.mean()),
                        MEAN_THRESHOLD,
                        r.length,
                        c.length);
            case STDDEV_SHIFT ->
                result(
                        STDDEV_SHIFT,
                        StddevShift.between(before.stddev(), now.stddev()),
                        STDDEV_THRESHOLD,
                        r.length,
                        c.length);
            default ->
                result(
                        OUT_OF_RANGE_SHARE,
                        OutOfRangeShare.of(before.smallest(), before.largest(), c),
                        SHARE_THRESHOLD,
                        r.length,
                        c.length);
        };
    }

    private DriftResult result(Statistic statistic, double value, double threshold, int reference, int current) {
        return new DriftResult(
                statistic, name(), value, null, threshold, value > threshold, null, reference, current, null);
    }

    @Override
    public DatasetVerdict verdict(Collection<DriftResult> columns) {
        return DatasetVerdict.of(
                columns.stream().map(DriftResult::drifted).toList(),
                "any column drifted",
                (drifted, all) -> drifted > 0);
    }
}
