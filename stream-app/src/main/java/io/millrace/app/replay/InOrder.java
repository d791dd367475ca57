package io.millrace.app.replay;

import io.millrace.enrich.contract.StreamTime;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * One part of a source by event time; rows of equal time stay as they were. A row waits until nothing that may still come can
 * be before it: what is held is what happened within the lateness. A row further behind the newest before it than the
 * lateness is refused; one exactly as far behind is put where it belongs. Confined to one thread.
 */
final class InOrder implements Iterator<Arrival> {
    private static final Comparator<Arrival> BY_TIME =
            Comparator.comparingLong(Arrival::timeMillis).thenComparingLong(Arrival::row);

    private final Iterator<Arrival> part;
    private final long latenessMillis;
    private final String behind;

    /** Rows that were not behind the one before them, which are nearly all. */
    private final ArrayDeque<Arrival> straight = new ArrayDeque<>();

    private final PriorityQueue<Arrival> stragglers = new PriorityQueue<>(BY_TIME);
    private long newestMillis = StreamTime.UNKNOWN;
    private long newestRow;

    /** @param behind reason code of what is refused */
    InOrder(Iterator<Arrival> part, long latenessMillis, String behind) {
        this.part = part;
        this.latenessMillis = latenessMillis;
        this.behind = behind;
    }

    @Override
    public boolean hasNext() {
        return !straight.isEmpty() || !stragglers.isEmpty() || part.hasNext();
    }

    @Override
    public Arrival next() {
        var first = first();
        while ((first == null || first.timeMillis() > newestMillis - latenessMillis) && part.hasNext()) {
            hold(part.next());
            first = first();
        }
        if (first == null) {
            throw new NoSuchElementException();
        }
        return first == straight.peekFirst() ? straight.removeFirst() : stragglers.remove();
    }

    private @Nullable Arrival first() {
        var next = straight.peekFirst();
        var straggler = stragglers.peek();
        if (next == null || straggler == null) {
            return next == null ? straggler : next;
        }
        return BY_TIME.compare(straggler, next) < 0 ? straggler : next;
    }

    private void hold(Arrival arrival) {
        long timeMillis = arrival.timeMillis();
        if (arrival instanceof Arrival.Accepted accepted) {
            if (StreamTime.isLate(timeMillis, newestMillis, latenessMillis)) {
                hold(refused(accepted));
                return;
            }
            if (timeMillis >= newestMillis) {
                newestMillis = timeMillis;
                newestRow = arrival.row();
            }
        }
        var last = straight.peekLast();
        if (last == null || timeMillis >= last.timeMillis()) {
            straight.addLast(arrival);
        } else {
            stragglers.add(arrival);
        }
    }

    private Arrival refused(Arrival.Accepted late) {
        var detail = Instant.ofEpochMilli(late.timeMillis()) + " is " + (newestMillis - late.timeMillis())
                + " ms behind row " + newestRow + "; events.lateness allows " + latenessMillis + " ms";
        return new Arrival.Refused(BadRow.at(late.event().origin(), behind, detail), newestMillis);
    }
}
