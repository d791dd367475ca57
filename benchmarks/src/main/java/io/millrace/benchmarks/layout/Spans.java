package io.millrace.benchmarks.layout;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Lengths of the windows that are kept, shortest first. All end with the event itself: (t - length, t]. */
record Spans(Duration... lengths) {
    /** What features of an event are written to. */
    double[] newRow() {
        return new double[2 * lengths.length];
    }

    long[] millis() {
        return Arrays.stream(lengths).mapToLong(Duration::toMillis).toArray();
    }

    Duration widest() {
        return lengths[lengths.length - 1];
    }

    @Override
    public String toString() {
        return Arrays.stream(lengths).map(length -> length.toDays() + "d").collect(Collectors.joining(" "));
    }
}
