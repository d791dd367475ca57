package io.millrace.drift.window;

import io.millrace.drift.profile.Bins;
import io.millrace.drift.sketch.NumberSummary;
import io.millrace.drift.sketch.TextSummary;
import io.millrace.schemas.drift.DriftBin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** How values are spread, here and in the reference: few numbers, enough to draw both. */
final class Spread {
    /** More categories than this are told together; numbers have at most as many bins and one. */
    private static final int MOST_CATEGORIES = 20;

    private Spread() {}

    /** In the bins of the profile. */
    static List<DriftBin> of(NumberSummary current) {
        var reference = current.reference();
        long[] counts = current.counts();
        var bins = new ArrayList<DriftBin>();
        for (int i = 0; i < counts.length; i++) {
            bins.add(new DriftBin(
                    label(reference.bins(), i),
                    lower(reference.bins(), i),
                    upper(reference.bins(), i),
                    reference.count() == 0 ? null : reference.shares().get(i),
                    share(counts[i], current.count())));
        }
        return bins;
    }

    private static String label(Bins bins, int bin) {
        if (bins instanceof Bins.ByValue byValue) {
            return bin < byValue.values().size() ? number(byValue.values().get(bin)) : Segment.OTHER;
        }
        var lower = lower(bins, bin);
        var upper = upper(bins, bin);
        if (lower == null) {
            return upper == null ? "all" : "below " + number(upper);
        }
        return upper == null ? "from " + number(lower) : number(lower) + " to " + number(upper);
    }

    private static @Nullable Double lower(Bins bins, int bin) {
        return bins instanceof Bins.ByValue || bin == 0 ? null : bins.bounds().get(bin - 1);
    }

    private static @Nullable Double upper(Bins bins, int bin) {
        return bins instanceof Bins.ByValue || bin == bins.bounds().size()
                ? null
                : bins.bounds().get(bin);
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    /** The most frequent categories of either side, in the order of the profile, and all others together. */
    static List<DriftBin> of(TextSummary current) {
        var reference = current.reference();
        var categories = reference.categories();
        long[] counts = current.counts();
        var told = IntStream.range(0, counts.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -Math.max(
                        (double) categories.get(i).count() / reference.count(),
                        current.count() == 0 ? 0 : (double) counts[i] / current.count())))
                .limit(MOST_CATEGORIES)
                .sorted()
                .toList();
        var bins = new ArrayList<DriftBin>();
        long others = reference.count();
        long currentOthers = current.count();
        for (int i : told) {
            var category = categories.get(i);
            bins.add(new DriftBin(
                    category.name(),
                    null,
                    null,
                    share(category.count(), reference.count()),
                    share(counts[i], current.count())));
            others -= category.count();
            currentOthers -= counts[i];
        }
        bins.add(new DriftBin(
                Segment.OTHER, null, null, share(others, reference.count()), share(currentOthers, current.count())));
        return bins;
    }

    private static @Nullable Double share(long count, long total) {
        return total == 0 ? null : (double) count / total;
    }
}
