package io.millrace.app.fleet;

import io.millrace.app.journal.JournalReader;
import io.millrace.app.journal.JournalWriter;
import io.millrace.app.journal.Line;
import io.millrace.app.model.InvalidModelException;
import io.millrace.app.rollout.Entry;
import io.millrace.app.rollout.Note;
import io.millrace.app.rollout.RolloutState;
import io.millrace.app.rollout.RolloutState.Known;
import io.millrace.app.topology.Roster;
import io.millrace.app.topology.Routing;
import io.millrace.enrich.event.Event;
import io.millrace.schemas.registry.RegistryUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the rollout log for one instance. While a change is being decided, it has told how far each of its tasks has scored, and holds them
 * there; once it is decided, or has taken too long, they go on. One thread reads the log and answers, another loads versions, so that
 * loading a large one keeps no answer waiting.
 */
public final class Follower implements Routing, AutoCloseable {
    /** How long events are held back for a change, at most; somewhat longer than those who decide may take. */
    static final Duration PATIENCE = Duration.ofMillis(900);

    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final String instance;
    private final JournalReader reader;
    private final JournalWriter writer;
    private final Fleet fleet;
    private final Function<Event, String> entity;
    private final FollowListener listener;
    private final LongConsumer discarded;
    private final Clock clock;
    private final Thread following;
    private final VersionLoader loader;
    private final List<Task> tasks = new ArrayList<>();

    // under the lock of this
    private RolloutState state = RolloutState.EMPTY;
    private Roster roster;
    private long wanted;
    private long caughtUp;
    private @Nullable RuntimeException failure;
    private boolean closed;

    // of the following thread alone
    private String answeredAlone = "";
    private String withdrawn = "";
    private long heldSinceNanos;
    private boolean garbageMayBeUntold = true;

    /**
     * Follows from the beginning of the log, once started.
     *
     * @param instance name under which it answers
     * @param entity by which events are assigned to the versions of a trial
     * @param fleet reader, writer and it are closed with this
     * @param discarded is asked, in one of all instances, to tell of what is no entry before an offset, unless that has been told
     */
    Follower(
            String instance,
            JournalReader reader,
            JournalWriter writer,
            Fleet fleet,
            Function<Event, String> entity,
            FollowListener listener,
            LongConsumer discarded,
            Clock clock) {
        this.instance = instance;
        this.reader = reader;
        this.writer = writer;
        this.fleet = fleet;
        this.entity = entity;
        this.listener = listener;
        this.discarded = discarded;
        this.clock = clock;
        this.roster = new PlannedRoster(state, fleet, entity);
        this.following = new Thread(this::follow, "rollout-log");
        this.following.setDaemon(true);
        this.loader = new VersionLoader(instance, fleet, writer, listener, clock, this::fail);
    }

    /**
     * Has all versions at hand that score, and begins to follow. There is a champion.
     *
     * @throws InvalidModelException if one of them cannot be loaded
     */
    void start() throws InvalidModelException {
        reader.readToEnd();
        var now = reader.state();
        for (var plan : now.timeline().latest(2)) {
            for (var digest : plan.working()) {
                fleet.load(known(now, digest));
            }
        }
        took(List.of());
        following.start();
    }

    /** Whether this instance is the one of all that has the first partition. */
    public synchronized boolean hasFirstPartition() {
        return tasks.stream().anyMatch(task -> task.partition == 0);
    }

    private static Known known(RolloutState state, String digest) {
        return state.find(digest).orElseThrow(() -> new IllegalStateException("nothing is known of " + digest));
    }

    /** What this instance knows. */
    public synchronized RolloutState state() {
        return state;
    }

    private void follow() {
        try {
            while (!isClosed()) {
                step();
            }
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** Nobody may go on scoring who does not hear what is decided. */
    private synchronized void fail(RuntimeException e) {
        LOG.atError().setCause(e).log("the rollout log cannot be followed any more");
        failure = e;
        notifyAll();
    }

    private void step() {
        long ticket;
        synchronized (this) {
            ticket = wanted;
        }
        try {
            boolean behind;
            synchronized (this) {
                behind = caughtUp < ticket;
            }
            took(behind ? reader.readToEnd() : reader.poll(POLL));
            synchronized (this) {
                caughtUp = Math.max(caughtUp, ticket);
                notifyAll();
            }
            answer();
            tellOfGarbage();
        } catch (RetriableException | RegistryUnavailableException e) {
            listener.disturbed(String.valueOf(e.getMessage()));
            LOG.atWarn().addKeyValue("reason", e.getMessage()).log("the rollout log cannot be read now; trying again");
            pause();
        }
    }

    /** As long as that, or until it is closed. */
    private synchronized void pause() {
        long until = System.nanoTime() + PAUSE.toNanos();
        for (long left = PAUSE.toNanos(); left > 0 && !closed; left = until - System.nanoTime()) {
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            }
        }
    }

    private void took(List<Line> lines) {
        var now = reader.state();
        synchronized (this) {
            if (!now.timeline().equals(state.timeline()) || !now.versions().equals(state.versions())) {
                roster = new PlannedRoster(now, fleet, entity);
            }
            state = now;
        }
        for (var line : lines) {
            listener.took(line);
            garbageMayBeUntold |= line instanceof Line.Garbage;
        }
        var atHand = new LinkedHashSet<>(now.atHand());
        now.timeline().latest(2).forEach(plan -> atHand.addAll(plan.atHand()));
        fleet.keep(atHand);
        loader.want(now);
    }

    /** Also of what was written while nobody was there. */
    private void tellOfGarbage() {
        if (garbageMayBeUntold && hasFirstPartition()) {
            discarded.accept(reader.position());
            garbageMayBeUntold = false;
        }
    }

    /** Tells how far tasks have scored that have not been told of yet, and gives a change up that is not decided. */
    private void answer() {
        var reached = new TreeMap<Integer, Long>();
        String preparation;
        synchronized (this) {
            var open = state.preparation();
            if (open == null) {
                notifyAll();
                return;
            }
            preparation = open.id();
            for (var task : tasks) {
                if (!task.answered.equals(preparation)) {
                    task.answered = preparation;
                    reached.merge(task.partition, task.reachedMillis, Math::max);
                }
            }
        }
        if (!answeredAlone.equals(preparation)) {
            answeredAlone = preparation;
            heldSinceNanos = System.nanoTime();
            writer.append(new Entry.Reached(note(), preparation, instance, reached));
        } else if (!reached.isEmpty()) {
            writer.append(new Entry.Reached(note(), preparation, instance, reached));
        } else if (!withdrawn.equals(preparation) && System.nanoTime() - heldSinceNanos > PATIENCE.toNanos()) {
            withdrawn = preparation;
            writer.append(new Entry.Withdrawn(
                    new Note(
                            UUID.randomUUID().toString(),
                            clock.instant(),
                            instance,
                            "it took too long to decide",
                            Map.of()),
                    preparation));
        }
    }

    private Note note() {
        return new Note(UUID.randomUUID().toString(), clock.instant(), instance, "");
    }

    @Override
    public Passage open(int partition, long reachedMillis) {
        var task = new Task(partition, reachedMillis);
        synchronized (this) {
            tasks.add(task); // from now on it is answered for
            wanted++;
            long ticket = wanted;
            while (caughtUp < ticket) {
                checkAlive();
                await();
            }
        }
        return task;
    }

    private void checkAlive() {
        if (failure != null) {
            throw new IllegalStateException("the rollout log cannot be followed", failure);
        }
        if (closed) {
            throw new IllegalStateException("closed");
        }
    }

    @SuppressWarnings("WaitNotInLoop") // its callers do
    private void await() {
        try {
            wait();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** One task's way past the changes. */
    private final class Task implements Passage {
        private final int partition;
        private long reachedMillis;
        private String answered = "";

        private Task(int partition, long reachedMillis) {
            this.partition = partition;
            this.reachedMillis = reachedMillis;
        }

        @Override
        public Roster upTo(long millis) {
            synchronized (Follower.this) {
                if (millis > reachedMillis) {
                    if (state.preparation() != null || failure != null) {
                        long startNanos = System.nanoTime();
                        while (state.preparation() != null || failure != null) {
                            checkAlive();
                            await();
                        }
                        listener.held(Duration.ofNanos(System.nanoTime() - startNanos));
                    }
                    reachedMillis = millis;
                }
                return roster;
            }
        }

        @Override
        public void close() {
            synchronized (Follower.this) {
                tasks.remove(this);
            }
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            notifyAll();
        }
        try {
            following.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        loader.close();
        reader.close();
        writer.close();
        fleet.close();
    }
}
