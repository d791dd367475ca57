package io.millrace.enrich.label;

import io.millrace.enrich.contract.RejectionReason;
import io.millrace.enrich.progress.HeldEvents;
import java.nio.charset.StandardCharsets;

/**
 * Brings events and outcomes together by id, whichever comes first. The first outcome of an event counts. One that waits for its
 * event longer than events may be late, one that is further behind its event than is allowed, and a second one are rejected.
 * Confined to one thread.
 *
 * @param <E> what is kept of an event
 * @param <O> what is kept of an outcome
 */
public final class LabelJoin<E, O> {
    private static final int MOST_AT_ONCE = 1_000;

    private final long withinMillis;
    private final long latenessMillis;
    private final long memoryMillis;
    private final EventsById<E> events;
    private final WaitingOutcomes<O> waiting;
    private final HeldEvents deadlines;
    private final Exit<E, O> exit;

    /** Where pairs and rejected outcomes go. */
    public interface Exit<E, O> {
        void matched(E event, O outcome);

        void rejected(O outcome, RejectionReason reason, String detail);
    }

    /**
     * A join over what was remembered before.
     *
     * @param withinMillis an outcome may become known this much after its event, inclusive
     * @param latenessMillis how long after an outcome is known its event may still come, in event time
     * @param deadlines of {@code waiting}
     */
    public LabelJoin(
            long withinMillis,
            long latenessMillis,
            EventsById<E> events,
            WaitingOutcomes<O> waiting,
            HeldEvents deadlines,
            Exit<E, O> exit) {
        this.withinMillis = withinMillis;
        this.latenessMillis = latenessMillis;
        this.memoryMillis = memoryMillis(withinMillis, latenessMillis);
        this.events = events;
        this.waiting = waiting;
        this.deadlines = deadlines;
        this.exit = exit;
    }

    /** How long events are remembered, in event time: until the last outcome that may come has, it and what it is behind late. */
    public static long memoryMillis(long withinMillis, long latenessMillis) {
        return withinMillis + 2 * latenessMillis;
    }

    /** Takes an event. */
    public void event(String id, long timeMillis, E event) {
        events.remember(id, timeMillis, event);
        WaitingOutcomes.Waiting<O> outcome = waiting.get(id);
        if (outcome != null) {
            waiting.delete(id);
            meet(id, timeMillis, event, outcome.knownMillis(), outcome.outcome());
        }
    }

    private void meet(String id, long timeMillis, E event, long knownMillis, O outcome) {
        long behind = knownMillis - timeMillis;
        if (behind > withinMillis) {
            exit.rejected(
                    outcome,
                    RejectionReason.LATE_OUTCOME,
                    "known " + behind + " ms after its event; " + withinMillis + " ms are allowed");
        } else {
            events.label(id, timeMillis);
            exit.matched(event, outcome);
        }
    }

    /**
     * Takes an outcome.
     *
     * @param arrival greater than that of any outcome that arrived before
     */
    public void outcome(String id, long knownMillis, long arrival, O outcome) {
        EventsById.Known<E> known = events.find(id);
        if (known == null) {
            waitForEvent(id, knownMillis, arrival, outcome);
            return;
        }
        E event = known.event();
        if (event == null) {
            exit.rejected(outcome, RejectionReason.DUPLICATE_OUTCOME, "the outcome of this event is known already");
        } else {
            meet(id, known.timeMillis(), event, knownMillis, outcome);
        }
    }

    /**
     * Outcomes that were known so long ago that their events should have come are rejected, and events of which no outcome may come
     * any more are forgotten.
     *
     * @param eventsMillis events up to this time have come, from everybody
     * @param outcomesMillis outcomes known up to this time have been read
     */
    public void reached(long eventsMillis, long outcomesMillis) {
        events.forgetBefore(Math.min(eventsMillis, outcomesMillis) - memoryMillis);
        deadlines.release(eventsMillis, MOST_AT_ONCE, id -> giveUp(new String(id, StandardCharsets.UTF_8)));
    }

    private void waitForEvent(String id, long knownMillis, long arrival, O outcome) {
        if (waiting.get(id) != null) {
            exit.rejected(outcome, RejectionReason.DUPLICATE_OUTCOME, "another outcome of this id waits for its event");
            return;
        }
        waiting.put(id, new WaitingOutcomes.Waiting<>(knownMillis, outcome));
        deadlines.hold(knownMillis + latenessMillis + 1, arrival, id.getBytes(StandardCharsets.UTF_8));
    }

    private void giveUp(String id) {
        WaitingOutcomes.Waiting<O> outcome = waiting.get(id);
        if (outcome != null) {
            waiting.delete(id);
            exit.rejected(
                    outcome.outcome(),
                    RejectionReason.NO_EVENT,
                    "no event of this id within " + latenessMillis + " ms after the outcome was known");
        }
    }
}
