package io.millrace.sandbox.demo;

import java.util.List;
import java.util.Map;

/**
 * A process that was killed, and where the broker had it then.
 *
 * @param partitions of the events, which it had to read
 * @param published by partition, behind the last event that was there before it died
 * @param committed by partition, the first event that was not committed as read when it was dead
 * @param predictions by partition, behind the last record that was there when it was dead, aborted or not
 * @param heads the same of the changelog of its state
 */
record Strike(
        List<Integer> partitions,
        Map<Integer, Long> published,
        Map<Integer, Long> committed,
        Map<Integer, Long> predictions,
        Map<Integer, Long> heads) {

    /** Whether it died on its way through at least one of its partitions: neither at the beginning nor at the end. */
    boolean isMidStream() {
        return partitions.stream().anyMatch(partition -> {
            long read = committed.getOrDefault(partition, 0L);
            return read > 0 && read < published.getOrDefault(partition, 0L);
        });
    }
}
