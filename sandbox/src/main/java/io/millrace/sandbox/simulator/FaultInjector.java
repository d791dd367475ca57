package io.millrace.sandbox.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * Lets a stream's events suffer {@link Faults} on their way; all other messages pass.
 *
 * <ul>
 *   <li>malformed: the event arrives in time with {@link Damage} to its bytes.
 *   <li>late: the event is held back until an undisturbed event of the same key, more than the lateness younger, has been
 *       delivered. The same key means the same partition, so the pipeline has certainly moved on. An event still held back
 *       when the stream ends is never delivered.
 *   <li>duplicate: the event arrives in time, and the same bytes once more within {@link #AGAIN_WITHIN}.
 * </ul>
 */
public final class FaultInjector implements Iterator<Message> {
    /** Duplicates come at most this much after their originals, in simulated time: well within any lateness of use. */
    static final Duration AGAIN_WITHIN = Duration.ofMinutes(5);

    private static final Damage[] DAMAGES = {Damage.TRUNCATED, Damage.WRONG_MAGIC, Damage.GIANT_LENGTH, Damage.RANDOM};

    private final Iterator<Message> source;
    private final Faults faults;
    private final Random random;
    private final Deque<Message> ready = new ArrayDeque<>();
    private final Map<String, Deque<Message.Event>> heldByKey = new HashMap<>();
    private final PriorityQueue<Message.Event> again =
            new PriorityQueue<>(Comparator.comparing(Message.Event::deliveredAt).thenComparing(Message.Event::id));

    public FaultInjector(Iterator<Message> source, Faults faults, long seed) {
        this.source = source;
        this.faults = faults;
        this.random = Seeds.random(seed, "faults");
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && source.hasNext()) {
            deliver(source.next());
        }
        if (ready.isEmpty() && !again.isEmpty()) {
            ready.add(again.remove());
        }
        return !ready.isEmpty();
    }

    @Override
    public Message next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.remove();
    }

    private void deliver(Message message) {
        while (!again.isEmpty() && !again.peek().deliveredAt().isAfter(message.deliveredAt())) {
            ready.add(again.remove());
        }
        if (message instanceof Message.Event event) {
            disturb(event);
        } else {
            ready.add(message);
        }
    }

    private void disturb(Message.Event event) {
        var fate = random.nextDouble();
        if (fate < faults.malformed()) {
            ready.add(event.damaged(DAMAGES[random.nextInt(DAMAGES.length)]));
        } else if (fate < faults.malformed() + faults.late()) {
            heldByKey.computeIfAbsent(event.key(), key -> new ArrayDeque<>()).add(event);
        } else {
            ready.add(event);
            release(event.key(), event.time());
            if (fate < faults.malformed() + faults.late() + faults.duplicate()) {
                again.add(event.redelivered(event.time().plus(shortly()), Expectation.DUPLICATE));
            }
        }
    }

    /** Delivers what has become too late now that its key has reached a time. */
    private void release(String key, Instant reached) {
        var held = heldByKey.get(key);
        if (held == null) {
            return;
        }
        while (!held.isEmpty() && held.peek().time().plus(faults.lateness()).isBefore(reached)) {
            ready.add(held.remove().redelivered(reached, Expectation.LATE));
        }
        if (held.isEmpty()) {
            heldByKey.remove(key);
        }
    }

    private Duration shortly() {
        return Duration.ofMillis(1 + random.nextInt((int) AGAIN_WITHIN.toMillis()));
    }
}
