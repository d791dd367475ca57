package io.millrace.benchmarks.state;

import java.util.Arrays;
import java.util.stream.IntStream;

/** What single events add to the changelog of one store. */
final class ChangelogBytes {
    private static final double NEARLY_ALL = 0.99;

    private final CountedStore store;
    private int[] bytes = new int[1 << 10];
    private int events;
    private long before;
    private long recordsBefore;
    private long records;

    ChangelogBytes(CountedStore store) {
        this.store = store;
    }

    /** To be called before an event. */
    void begin() {
        before = store.loggedBytes();
        recordsBefore = store.loggedRecords();
    }

    /** To be called after the same event. */
    void end() {
        if (events == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * events);
        }
        bytes[events++] = (int) (store.loggedBytes() - before);
        records += store.loggedRecords() - recordsBefore;
    }

    double mean() {
        return counted().average().orElseThrow();
    }

    /** What 99 of 100 events do not exceed. */
    double ofNearlyAll() {
        return counted()
                .sorted()
                .skip((long) (NEARLY_ALL * (events - 1)))
                .findFirst()
                .orElseThrow();
    }

    double largest() {
        return counted().max().orElseThrow();
    }

    double recordsPerEvent() {
        return (double) records / events;
    }

    private IntStream counted() {
        return Arrays.stream(bytes, 0, events);
    }
}
