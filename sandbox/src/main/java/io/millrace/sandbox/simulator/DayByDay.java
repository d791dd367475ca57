package io.millrace.sandbox.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Puts simulated days together into one stream: the events of one day are in memory, and the outcomes not yet known.
 * An outcome that becomes known at the very time of an event comes before it.
 */
final class DayByDay implements Iterator<Message> {
    private final DaySimulation simulation;
    private final Instant firstDay;
    private final Instant end;
    private final Deque<Message> ahead;
    private final Deque<Message.Event> events = new ArrayDeque<>();
    private final PriorityQueue<Message.Outcome> outcomes = new PriorityQueue<>(
            Comparator.comparing(Message.Outcome::deliveredAt).thenComparing(Message.Outcome::id));
    private int day;

    /** Simulates one UTC day after the other. */
    interface DaySimulation {
        /**
         * Simulates the next day.
         *
         * @param start midnight UTC of the day; days come in order, numbered from 0
         */
        Day simulate(int day, Instant start);
    }

    /**
     * One simulated day.
     *
     * @param events   all of one day, in order of their time
     * @param outcomes delivered on this day or later, in any order
     */
    record Day(List<Message.Event> events, Collection<Message.Outcome> outcomes) {}

    DayByDay(List<Message.Reference> references, Instant start, Duration span, DaySimulation simulation) {
        if (span.isNegative() || span.isZero()) {
            throw new IllegalArgumentException("span must be positive, was " + span);
        }
        this.ahead = new ArrayDeque<>(references);
        this.simulation = simulation;
        this.firstDay = start.truncatedTo(ChronoUnit.DAYS);
        this.end = start.plus(span);
    }

    @Override
    public boolean hasNext() {
        if (ahead.isEmpty()) {
            var next = advance();
            if (next != null) {
                ahead.add(next);
            }
        }
        return !ahead.isEmpty();
    }

    @Override
    public Message next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ahead.remove();
    }

    private @Nullable Message advance() {
        while (events.isEmpty() && midnight().isBefore(end)) {
            var simulated = simulation.simulate(day, midnight());
            simulated.events().stream()
                    .takeWhile(event -> event.time().isBefore(end))
                    .forEach(events::add);
            outcomes.addAll(simulated.outcomes());
            day++;
        }
        var event = events.peek();
        var outcome = outcomes.peek();
        if (event != null && (outcome == null || outcome.deliveredAt().isAfter(event.time()))) {
            return events.remove();
        }
        return outcomes.poll();
    }

    private Instant midnight() {
        return firstDay.plus(day, ChronoUnit.DAYS);
    }
}
