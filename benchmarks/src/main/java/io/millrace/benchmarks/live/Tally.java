package io.millrace.benchmarks.live;

import java.util.concurrent.atomic.LongAdder;

/** What has come out of a topology. Safe for concurrent use. */
final class Tally {
    private final LongAdder predictions = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder rejected = new LongAdder();

    void predicted(byte[] prediction) {
        predictions.increment();
        bytes.add(prediction.length);
    }

    void rejected() {
        rejected.increment();
    }

    long predictions() {
        return predictions.sum();
    }

    long bytesOfPredictions() {
        return bytes.sum();
    }

    /** Of sound events none should be. */
    void requireNoneRejected() {
        if (rejected.sum() > 0) {
            throw new IllegalStateException(rejected.sum() + " events were rejected");
        }
    }
}
