package io.millrace.enrich.window;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Every window by looking at every entry: slow, and too simple to be wrong. */
final class Oracle {
    /** What it can tell. */
    static final Set<Aggregate> KNOWN = EnumSet.of(
            Aggregate.COUNT,
            Aggregate.SUM,
            Aggregate.MEAN,
            Aggregate.STDDEV,
            Aggregate.MIN,
            Aggregate.MAX,
            Aggregate.FIRST,
            Aggregate.LAST,
            Aggregate.DELTA);

    private record Entry(long time, double value) {}

    private final List<Entry> entries = new ArrayList<>();

    void append(long time, double value) {
        entries.add(new Entry(time, value));
    }

    double of(Aggregate aggregate, long fromExclusive, long toInclusive) {
        List<Entry> inside = entries.stream()
                .filter(entry -> entry.time > fromExclusive && entry.time <= toInclusive)
                .toList();
        List<Entry> valued =
                inside.stream().filter(entry -> !Double.isNaN(entry.value)).toList();
        double[] values = valued.stream().mapToDouble(Entry::value).toArray();
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        double mean = sum / values.length;
        // sorted() is stable: of equal times the later arrival stays last
        List<Entry> inOrder =
                valued.stream().sorted(Comparator.comparingLong(Entry::time)).toList();
        double first = inOrder.isEmpty() ? Double.NaN : inOrder.get(0).value;
        double last = inOrder.isEmpty() ? Double.NaN : inOrder.get(inOrder.size() - 1).value;
        return switch (aggregate) {
            case COUNT -> inside.size();
            case SUM -> sum;
            case MEAN -> mean;
            case STDDEV -> {
                double squares = 0;
                for (double value : values) {
                    squares += (value - mean) * (value - mean);
                }
                yield values.length < 2 ? Double.NaN : Math.sqrt(squares / (values.length - 1));
            }
            case MIN -> valued.stream().mapToDouble(Entry::value).min().orElse(Double.NaN);
            case MAX -> valued.stream().mapToDouble(Entry::value).max().orElse(Double.NaN);
            case FIRST -> first;
            case LAST -> last;
            case DELTA -> last - first;
            default -> throw new IllegalArgumentException("unknown to the oracle: " + aggregate);
        };
    }

    /** The aggregate over the first column. */
    static Measure measure(Aggregate aggregate) {
        return new Measure(aggregate, aggregate == Aggregate.COUNT ? Measure.NONE : 0);
    }
}
