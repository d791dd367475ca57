package io.millrace.enrich.contract;

import io.millrace.enrich.event.Event;
import org.jspecify.annotations.Nullable;

/**
 * What can be said of an event only by knowing those before it: whether it is late, whether it was seen before, and whether its
 * key has too many. Immutable; what is known of the past is handed in.
 *
 * @param latenessMillis an event this far behind the stream time of its partition is accepted, one millisecond more is late
 * @param deduplicateMillis an id accepted at most this much event time away is a duplicate; null to let all pass
 * @param rate counts the events of each key; null to let any number pass
 */
public record Admission(
        long latenessMillis,
        @Nullable Long deduplicateMillis,
        @Nullable RateGuard rate) {

    /**
     * Decides, and remembers the id of an event it admits. What it refuses leaves no trace.
     *
     * @param streamTimeMillis of the event's partition, {@link StreamTime#UNKNOWN} before the first; the caller advances it
     *     after an admission
     * @param seen not asked when duplicates are let pass
     * @param counted not asked when there is no limit
     */
    public Verdict admit(Event event, long streamTimeMillis, SeenEvents seen, CountedEvents counted) {
        long timeMillis = event.timeMillis();
        if (StreamTime.isLate(timeMillis, streamTimeMillis, latenessMillis)) {
            return new Verdict.Rejected(
                    event.origin(),
                    RejectionReason.LATE,
                    "event time " + timeMillis + " ms is " + (streamTimeMillis - timeMillis)
                            + " ms behind its partition; " + latenessMillis + " ms are allowed");
        }
        if (deduplicateMillis != null
                && seen.seenBetween(event.id(), timeMillis - deduplicateMillis, timeMillis + deduplicateMillis)) {
            return new Verdict.Rejected(
                    event.origin(),
                    RejectionReason.DUPLICATE,
                    "the id was accepted before, within " + deduplicateMillis + " ms of event time");
        }
        boolean beyondRate = rate != null && !rate.count(event, counted);
        if (rate != null && beyondRate && rate.quarantines()) {
            return new Verdict.Rejected(
                    event.origin(),
                    RejectionReason.RATE_EXCEEDED,
                    "its " + rate.by().name() + " has " + rate.limit() + " events within " + rate.withinMillis()
                            + " ms without it, and may have no more");
        }
        if (deduplicateMillis != null) {
            seen.remember(event.id(), timeMillis);
        }
        return new Verdict.Accepted(event, beyondRate);
    }

    /** Whether events of keys that have too many are refused. */
    public boolean quarantines() {
        return rate != null && rate.quarantines();
    }

    /** How far behind the latest piece of {@link CountedEvents} one may be asked for, in event time. */
    public long rateMemoryMillis() {
        return rate == null ? 0 : rate.memoryMillis(latenessMillis);
    }

    /** How long an id must be remembered, in event time: beyond this it is either late or no duplicate. */
    public long memoryMillis() {
        return deduplicateMillis == null ? 0 : Math.addExact(latenessMillis, deduplicateMillis) + 1;
    }
}
