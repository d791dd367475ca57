package io.millrace.app.runtime;

import java.time.Duration;

/**
 * What an application is tuned for. Under exactly-once nobody sees a prediction before its transaction is committed, and a commit sends
 * what still lingers: that is why the time between two commits says most about latency, and why lingering up to it costs none.
 */
public enum Tuning {
    /** Predictions are readable soon. A transaction of few records costs as much as one of many, most of it the broker's time. */
    LATENCY(Duration.ofMillis(20), Duration.ZERO, 16 << 10, Duration.ofMillis(5)),

    /** In between: some per cent less throughput than could be, and a tenth of a second of latency. */
    BALANCED(Duration.ofMillis(100), Duration.ofMillis(5), 64 << 10, Duration.ofMillis(20)),

    /** Many records to a transaction and to a request. */
    THROUGHPUT(Duration.ofMillis(500), Duration.ofMillis(20), 128 << 10, Duration.ofMillis(100));

    private final Duration commitInterval;
    private final Duration linger;
    private final int batchBytes;
    private final Duration rowWait;

    Tuning(Duration commitInterval, Duration linger, int batchBytes, Duration rowWait) {
        this.commitInterval = commitInterval;
        this.linger = linger;
        this.batchBytes = batchBytes;
        this.rowWait = rowWait;
    }

    /** Under exactly-once a read_committed consumer sees a prediction after at most about this long. */
    Duration commitInterval() {
        return commitInterval;
    }

    /** How long a record waits for others of its partition before it is sent. */
    Duration linger() {
        return linger;
    }

    /** Bytes of a partition that are sent without waiting for more. */
    int batchBytes() {
        return batchBytes;
    }

    /**
     * How long a row waits for others of its batch, where the pipeline does not say: some part of the time between two commits, before each
     * of which all rows are scored. Whoever is woken to score fewer than a batch stops the rest for it.
     */
    Duration rowWait() {
        return rowWait;
    }
}
