package io.millrace.app.report;

import io.millrace.app.report.Histogram.Bar;
import io.millrace.drift.definition.Sample;
import io.millrace.drift.definition.Sample.Categories;
import io.millrace.drift.definition.Sample.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Distributions to be looked at. They are bars for the eye, not the bins of a statistic: each definition has its own of these.
 */
public final class Histograms {
    /** Most bars of numbers; where there are no more different numbers, each has its own. */
    static final int BARS = 24;

    /** Most categories with a bar of their own. */
    static final int CATEGORIES = 15;

    /** What is in the tails of both sides together is in an open bar at each end, so that one stray value does not flatten all others. */
    private static final double TAIL = 0.005;

    private static final String OTHERS = "all others";

    private Histograms() {}

    /**
     * Both sides in the same bars.
     *
     * @throws IllegalArgumentException if one side is numbers and the other is not
     */
    public static Histogram of(Sample reference, Sample current) {
        List<Bar> bars;
        if (reference instanceof Numbers r && current instanceof Numbers c) {
            bars = numbers(r.finite(), c.finite());
        } else if (reference instanceof Categories r && current instanceof Categories c) {
            bars = categories(counts(r), counts(c));
        } else {
            throw new IllegalArgumentException("numbers on one side, categories on the other");
        }
        return new Histogram(bars, missing(reference), missing(current));
    }

    private static double missing(Sample sample) {
        return share(sample.missing(), sample.rows());
    }

    private static double share(double count, double of) {
        return of == 0 ? Double.NaN : count / of;
    }

    private static List<Bar> numbers(double[] reference, double[] current) {
        var all = DoubleStream.concat(Arrays.stream(reference), Arrays.stream(current))
                .sorted()
                .toArray();
        if (all.length == 0) {
            return List.of();
        }
        var distinct = Arrays.stream(all).distinct().limit(BARS + 1).toArray();
        return distinct.length <= BARS ? single(distinct, reference, current) : ranges(all, reference, current);
    }

    private static List<Bar> single(double[] values, double[] reference, double[] current) {
        return bars(reference, current, values, i -> i < values.length ? number(values[i]) : "");
    }

    private static List<Bar> ranges(double[] all, double[] reference, double[] current) {
        int cut = (int) (TAIL * all.length);
        double low = all[cut];
        double high = all[all.length - 1 - cut];
        if (low == high) {
            low = all[0];
            high = all[all.length - 1];
        }
        boolean whole = Arrays.stream(all).allMatch(value -> value == (int) value);
        double[] edges = edges(low, high, whole);
        return bars(reference, current, edges, i -> label(i, edges));
    }

    /** As many whole numbers in each bar, where all are whole: otherwise some bars would have one more, and look like peaks. */
    private static double[] edges(double low, double high, boolean whole) {
        double exact = high / BARS - low / BARS;
        double step = whole ? Math.ceil(exact) : exact;
        int bars = whole ? (int) Math.ceil((high - low) / step) : BARS;
        double[] edges = new double[bars + 1];
        for (int i = 0; i <= bars; i++) {
            edges[i] = low + i * step;
        }
        edges[bars] = Math.max(edges[bars], high);
        return edges;
    }

    /** Bar i is of values above the edge before and not above edge i; the first and the last are open, and left out where nothing is in them. */
    private static List<Bar> bars(double[] reference, double[] current, double[] edges, IntFunction<String> label) {
        double[] r = counts(reference, edges);
        double[] c = counts(current, edges);
        var bars = new ArrayList<Bar>();
        for (int i = 0; i < r.length; i++) {
            boolean inner = i > 0 && i < edges.length;
            if (inner || r[i] + c[i] > 0) {
                bars.add(new Bar(label.apply(i), share(r[i], reference.length), share(c[i], current.length)));
            }
        }
        return bars;
    }

    private static double[] counts(double[] values, double[] edges) {
        double[] counts = new double[edges.length + 1];
        for (double value : values) {
            int found = Arrays.binarySearch(edges, value);
            counts[found >= 0 ? found : -found - 1]++;
        }
        return counts;
    }

    private static String label(int bar, double[] edges) {
        if (bar == 0) {
            return "to " + number(edges[0]);
        }
        return bar == edges.length
                ? "above " + number(edges[bar - 1])
                : number(edges[bar - 1]) + " to " + number(edges[bar]);
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.4g", value);
    }

    private static List<Bar> categories(Map<String, Long> reference, Map<String, Long> current) {
        double r = total(reference);
        double c = total(current);
        var shown = new LinkedHashMap<String, Bar>();
        // in turn, so that a category that is new is shown even if the reference has many
        for (int rank = 0; shown.size() < CATEGORIES && rank < Math.max(reference.size(), current.size()); rank++) {
            for (var side : List.of(reference, current)) {
                side.keySet().stream()
                        .skip(rank)
                        .limit(1)
                        .forEach(name -> shown.computeIfAbsent(
                                name,
                                first -> new Bar(
                                        first,
                                        share(reference.getOrDefault(first, 0L), r),
                                        share(current.getOrDefault(first, 0L), c))));
            }
        }
        var bars = new ArrayList<>(shown.values());
        bars.sort(Comparator.comparingDouble(Bar::reference).reversed());
        if (Stream.of(reference, current).anyMatch(side -> !shown.keySet().containsAll(side.keySet()))) {
            bars.add(new Bar(OTHERS, rest(bars, r, Bar::reference), rest(bars, c, Bar::current)));
        }
        return bars;
    }

    private static double rest(List<Bar> bars, double total, ToDoubleFunction<Bar> share) {
        return total == 0
                ? Double.NaN
                : Math.max(0, 1 - bars.stream().mapToDouble(share).sum());
    }

    private static double total(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The most frequent first, then by name. */
    private static Map<String, Long> counts(Categories sample) {
        var counts = sample.given().stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new));
    }
}
