package io.millrace.benchmarks.drain;

import java.util.concurrent.atomic.LongAdder;

/** What has come out of a topology. Safe for concurrent use. */
public final class Tally {
    private final LongAdder predictions = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder rejected = new LongAdder();

    public void predicted(byte[] prediction) {
        predictions.increment();
        bytes.add(prediction.length);
    }

    public void rejected() {
        rejected.increment();
    }

    public long predictions() {
        return predictions.sum();
    }

    public long bytesOfPredictions() {
        return bytes.sum();
    }

    /** Of sound events none should be. */
    public void requireNoneRejected() {
        if (rejected.sum() > 0) {
            throw new IllegalStateException(rejected.sum() + " events were rejected");
        }
    }
}
