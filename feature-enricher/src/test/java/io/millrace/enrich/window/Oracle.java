package io.millrace.enrich.window;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Every window by looking at every entry: slow, and too simple to be wrong. */
final class Oracle {
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
            // sorted() is stable: of equal times the later arrival stays last
            case LAST ->
                valued.stream()
                        .sorted(Comparator.comparingLong(Entry::time))
                        .mapToDouble(Entry::value)
                        .reduce((earlier, later) -> later)
                        .orElse(Double.NaN);
        };
    }
}
