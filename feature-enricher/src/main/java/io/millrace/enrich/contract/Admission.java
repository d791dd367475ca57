package io.millrace.enrich.contract;

import io.millrace.enrich.event.Event;
import org.jspecify.annotations.Nullable;

/**
 * What can be said of an event only by knowing those before it: whether it is late, and whether it was seen before. Immutable;
 * what is known of the past is handed in.
 *
 * @param latenessMillis an event this far behind the stream time of its partition is accepted, one millisecond more is late
 * @param deduplicateMillis an id accepted at most this much event time away is a duplicate; null to let all pass
 */
public record Admission(long latenessMillis, @Nullable Long deduplicateMillis) {

    /**
     * Decides, and remembers the id of an event it admits.
     *
     * @param streamTimeMillis of the event's partition, {@link StreamTime#UNKNOWN} before the first; the caller advances it
     *     after an admission
     * @param seen not asked when duplicates are let pass
     */
    public Verdict admit(Event event, long streamTimeMillis, SeenEvents seen) {
        long timeMillis = event.timeMillis();
        if (StreamTime.isLate(timeMillis, streamTimeMillis, latenessMillis)) {
            return new Verdict.Rejected(
                    event.origin(),
                    RejectionReason.LATE,
                    "event time " + timeMillis + " ms is " + (streamTimeMillis - timeMillis)
                            + " ms behind its partition; " + latenessMillis + " ms are allowed");
        }
        if (deduplicateMillis != null) {
            if (seen.seenBetween(event.id(), timeMillis - deduplicateMillis, timeMillis + deduplicateMillis)) {
                return new Verdict.Rejected(
                        event.origin(),
                        RejectionReason.DUPLICATE,
                        "the id was accepted before, within " + deduplicateMillis + " ms of event time");
            }
            seen.remember(event.id(), timeMillis);
        }
        return new Verdict.Accepted(event);
    }

    /** How long an id must be remembered, in event time: beyond this it is either late or no duplicate. */
    public long memoryMillis() {
        return deduplicateMillis == null ? 0 : Math.addExact(latenessMillis, deduplicateMillis) + 1;
    }
}
