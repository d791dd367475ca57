package io.millrace.benchmarks.layout;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Lengths of the windows that are kept, shortest first. All end with the event itself: (t - length, t]. */
record Spans(List<Duration> lengths) {
    Spans {
        lengths = List.copyOf(lengths);
    }

    static Spans ofDays(Integer... days) {
        return new Spans(Arrays.stream(days).map(Duration::ofDays).toList());
    }

    /** What features of an event are written to. */
    double[] newRow() {
        return new double[2 * lengths.size()];
    }

    long[] millis() {
        return lengths.stream().mapToLong(Duration::toMillis).toArray();
    }

    Duration widest() {
        return lengths.get(lengths.size() - 1);
    }

    @Override
    public String toString() {
        return lengths.stream().map(length -> length.toDays() + "d").collect(Collectors.joining(" "));
    }
}
