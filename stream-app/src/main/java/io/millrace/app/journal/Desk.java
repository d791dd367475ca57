package io.millrace.app.journal;

import io.millrace.app.rollout.Entry;
import io.millrace.app.rollout.ModelPart;
import io.millrace.app.rollout.ModelVersion;
import io.millrace.app.rollout.Note;
import io.millrace.app.rollout.Preparation;
import io.millrace.app.rollout.RefusedException;
import io.millrace.app.rollout.RolloutState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Where changes are ordered. An order is answered when every live instance has taken it up: first all of them are asked how far they have
 * scored, and score nothing beyond it; then the change is set for an event time that nobody has reached, and they go on. So which version scores
 * an event is a matter of its time, whoever scores it and when. If not all answer in time nothing changes, and all is tried
 * again until patience ends.
 *
 * <p>Confined to one thread at a time. Reader and writer stay the caller's to close.
 */
public final class Desk {
    /** How long one round of answers may take; instances hold events back for little longer. */
    static final Duration ROUND = Duration.ofMillis(700);

    private static final Duration POLL = Duration.ofMillis(20);
    private static final String OTHERWISE = "things are otherwise by now";

    private final JournalReader reader;
    private final JournalWriter writer;
    private final Members members;
    private final int partitions;
    private final Duration patience;
    private final Clock clock;

    /**
     * A desk.
     *
     * @param partitions of the event topic
     * @param patience how long an order may take
     */
    public Desk(
            JournalReader reader,
            JournalWriter writer,
            Members members,
            int partitions,
            Duration patience,
            Clock clock) {
        this.reader = reader;
        this.writer = writer;
        this.members = members;
        this.partitions = partitions;
        this.patience = patience;
        this.clock = clock;
    }

    /** What holds now. */
    public RolloutState state() {
        reader.readToEnd();
        return reader.state();
    }

    /**
     * Makes a version known, whose bytes have been written, and waits until every live instance has it at hand.
     *
     * @throws RefusedException if it is known already, or an instance cannot have it
     */
    public void register(ModelVersion version, List<ModelPart> parts, String actor, String reason)
            throws RefusedException {
        writer.tell(version);
        written(new Entry.Registered(note(actor, reason, Map.of()), version, parts));
        awaitLoaded(version.digest(), deadline());
    }

    /**
     * Tells all that a version did not pass the gate.
     *
     * @throws RefusedException if it is known already as one that did
     */
    public void refuse(ModelVersion version, List<String> why, String actor, String reason) throws RefusedException {
        writer.tell(version);
        written(new Entry.Refused(note(actor, reason, Map.of()), version, why));
    }

    /**
     * Gives a version up.
     *
     * @throws RefusedException if it has work to do
     */
    public void retire(String digest, String actor, String reason) throws RefusedException {
        retire(digest, actor, reason, Map.of());
    }

    /**
     * The same on evidence.
     *
     * @param evidence figures
     * @throws RefusedException if it has work to do
     */
    public void retire(String digest, String actor, String reason, Map<String, Double> evidence)
            throws RefusedException {
        state().find(digest).ifPresent(known -> writer.tell(known.version()));
        written(new Entry.Retired(note(actor, reason, evidence), digest));
    }

    /**
     * Makes a change.
     *
     * @return the entry that made it
     * @throws RefusedException if it cannot be made as things are, or not all instances answer while patience lasts; nothing has changed then
     */
    public Entry.Changed change(Order order) throws RefusedException {
        return change(order, state -> true);
    }

    /**
     * Makes a change if things are then as somebody expects them.
     *
     * @param provided is asked before the instances are, of a state without a preparation, and again when all have answered: nothing can change
     *     between what it is shown then, which has the preparation with their answers, and the change
     * @return the entry that made it
     * @throws RefusedException as without, and if things are otherwise
     */
    public Entry.Changed change(Order order, Predicate<RolloutState> provided) throws RefusedException {
        long deadline = deadline();
        for (var digest : order.change().versions()) {
            state().find(digest).ifPresent(known -> writer.tell(known.version()));
            awaitLoaded(digest, deadline);
        }
        while (true) {
            refuseImpossible(order);
            var before = reader.state();
            if (!provided.test(new RolloutState(before.versions(), before.timeline(), null, before.champions()))) {
                throw new RefusedException(OTHERWISE);
            }
            var note = note(order.actor(), order.reason(), Map.of());
            var prepared = seen(new Entry.Prepared(note, partitions));
            if (prepared.refusal() == null) {
                var answered = answers(note.id());
                if (answered.isEmpty()) {
                    return decided(order, provided, note.id());
                }
                withdraw(note.id(), answered);
                refuseIfPast(deadline, answered);
            } else {
                refuseIfPast(deadline, prepared.refusal());
                reader.poll(POLL);
            }
        }
    }

    private Entry.Changed decided(Order order, Predicate<RolloutState> provided, String preparation)
            throws RefusedException {
        var open = reader.state().preparation();
        if (open == null) {
            throw new RefusedException("the instances waited too long for it");
        }
        if (!provided.test(reader.state())) {
            withdraw(preparation, OTHERWISE);
            throw new RefusedException(OTHERWISE);
        }
        long soonest = open.furthestMillis() + 1;
        long from = order.from().map(Instant::toEpochMilli).orElse(soonest);
        if (from < soonest) {
            withdraw(preparation, "it is too late");
            throw new RefusedException("it was to hold from " + Instant.ofEpochMilli(from) + ", and events up to "
                    + Instant.ofEpochMilli(open.furthestMillis()) + " have been scored");
        }
        var entry = new Entry.Changed(
                note(order.actor(), order.reason(), order.evidence()), preparation, order.change(), from);
        written(entry);
        return entry;
    }

    private void refuseIfPast(long deadlineNanos, String why) throws RefusedException {
        if (System.nanoTime() - deadlineNanos > 0) {
            throw new RefusedException("nothing changes, as " + why);
        }
    }

    /** What can be known before anybody is asked. */
    private void refuseImpossible(Order order) throws RefusedException {
        var state = state();
        var now = state.timeline().lastMillis().orElse(0L);
        var none = new Preparation("", order.actor(), 1, Map.of(0, now), Set.of());
        var trial = new RolloutState(state.versions(), state.timeline(), none, null);
        long from = order.from()
                .map(Instant::toEpochMilli)
                .filter(millis -> millis > now)
                .orElse(now + 1);
        var step = trial.after(new Entry.Changed(note("", "", Map.of()), "", order.change(), from));
        if (step.refusal() != null) {
            throw new RefusedException(step.refusal());
        }
    }

    /** Waits for everybody's answers; empty if all have been given, otherwise what is missing. */
    private String answers(String preparation) {
        long deadline = System.nanoTime() + ROUND.toNanos();
        String missing;
        do {
            reader.poll(POLL);
            var open = reader.state().preparation();
            if (open == null || !open.id().equals(preparation)) {
                return "an instance could not wait for the others";
            }
            missing = missing(open);
        } while (!missing.isEmpty() && System.nanoTime() - deadline < 0);
        return missing;
    }

    private String missing(Preparation open) {
        if (!open.missing().isEmpty()) {
            return "no live instance says how far partitions " + open.missing() + " have been scored";
        }
        var silent = new TreeSet<>(members.alive());
        silent.removeAll(open.instances());
        return silent.isEmpty() ? "" : "instances do not answer: " + String.join(", ", silent);
    }

    private void withdraw(String preparation, String why) {
        var open = reader.state().preparation();
        if (open != null && open.id().equals(preparation)) {
            seen(new Entry.Withdrawn(note(Note.AUTOMATIC, why, Map.of()), preparation));
        }
    }

    private void awaitLoaded(String digest, long deadlineNanos) throws RefusedException {
        while (true) {
            var known = state().find(digest)
                    .orElseThrow(() -> new RefusedException("no version with the digest " + digest + " is registered"));
            if (known.standing() != RolloutState.Standing.REGISTERED) {
                return; // which the change itself will be refused for
            }
            var waiting = new ArrayList<String>();
            for (var instance : members.alive()) {
                var problems = known.instances().get(instance);
                if (problems == null) {
                    waiting.add(instance);
                } else if (!problems.isEmpty()) {
                    throw new RefusedException(known.version().told() + " cannot be used by instance " + instance + ": "
                            + String.join("; ", problems));
                }
            }
            if (waiting.isEmpty()) {
                return;
            }
            if (System.nanoTime() - deadlineNanos > 0) {
                throw new RefusedException(known.version().told() + " is not at hand yet on instances "
                        + String.join(", ", waiting) + "; try again");
            }
            reader.poll(POLL);
        }
    }

    private void written(Entry entry) throws RefusedException {
        var line = seen(entry);
        if (line.refusal() != null) {
            throw new RefusedException(line.refusal());
        }
    }

    /** Writes an entry and reads on until it comes, past everything that was written before it. */
    private Line.Written seen(Entry entry) {
        writer.append(entry);
        Predicate<Line> own = line ->
                line instanceof Line.Written written && written.is(entry.note().id());
        long deadline = deadline();
        while (System.nanoTime() - deadline < 0) {
            for (var line : reader.poll(POLL)) {
                if (own.test(line)) {
                    return (Line.Written) line;
                }
            }
        }
        throw new IllegalStateException("the rollout log does not give what was written to it");
    }

    private Note note(String actor, String reason, Map<String, Double> evidence) {
        return new Note(UUID.randomUUID().toString(), clock.instant(), actor, reason, evidence);
    }

    private long deadline() {
        return System.nanoTime() + patience.toNanos();
    }
}
