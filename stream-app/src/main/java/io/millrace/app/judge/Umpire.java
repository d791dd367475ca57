package io.millrace.app.judge;

import io.millrace.app.journal.Journal;
import io.millrace.app.journal.JournalReader;
import io.millrace.app.journal.Line;
import io.millrace.app.pipeline.JudgeDefinition;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.rollout.Entry;
import io.millrace.drift.judge.Verdict;
import io.millrace.schemas.registry.RegistryUnavailableException;
import io.millrace.schemas.registry.SchemaRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges the challengers of a pipeline, on a thread of its own, while no other instance does: the members of a consumer group agree on who has
 * the only partition of the rollout log. All it knows is read from topics, so whoever takes over comes to the same. What fails is begun
 * anew.
 */
public final class Umpire implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Umpire.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration NOW = Duration.ZERO;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration CLOSING = Duration.ofSeconds(3);

    private final Pipeline pipeline;
    private final JudgeDefinition definition;
    private final Journal journal;
    private final SchemaRegistry registry;
    private final JudgeListener listener;
    private final Clock clock;
    private final Thread judging;
    private final Map<Contest, Session> sessions = new LinkedHashMap<>();
    private volatile boolean closed;

    // while it is the one who judges
    private @Nullable JournalReader reader;
    private @Nullable Orders orders;
    private long presentMillis;

    private Umpire(
            Pipeline pipeline,
            JudgeDefinition definition,
            Journal journal,
            SchemaRegistry registry,
            JudgeListener listener,
            Clock clock) {
        this.pipeline = pipeline;
        this.definition = definition;
        this.journal = journal;
        this.registry = registry;
        this.listener = listener;
        this.clock = clock;
        this.judging = new Thread(this::run, "judge");
        this.judging.setDaemon(true);
    }

    /**
     * Judges from now on.
     *
     * @param definition of the pipeline's
     * @return to be closed by the caller
     */
    public static Umpire start(
            Pipeline pipeline,
            JudgeDefinition definition,
            Journal journal,
            SchemaRegistry registry,
            JudgeListener listener,
            Clock clock) {
        var umpire = new Umpire(pipeline, definition, journal, registry, listener, clock);
        umpire.judging.start();
        return umpire;
    }

    private void run() {
        while (!closed) {
            try (var group = journal.clients().member(pipeline.judgingGroup())) {
                group.subscribe(List.of(pipeline.topics().rollouts()));
                while (!closed) {
                    turn(group);
                }
            } catch (InterruptException e) {
                closed = true;
                Thread.interrupted(); // which is over now, as there are clients to be closed
            } catch (KafkaException | RegistryUnavailableException e) {
                LOG.atWarn()
                        .addKeyValue("pipeline", pipeline.name())
                        .addKeyValue("reason", e.getMessage())
                        .log("challengers cannot be judged now; beginning anew");
                pause();
            } finally {
                rise();
            }
        }
    }

    private void turn(Consumer<byte[], byte[]> group) {
        group.poll(sessions.isEmpty() ? POLL : NOW);
        if (group.assignment().isEmpty()) {
            rise();
            return;
        }
        follow();
        var verdicts = new LinkedHashMap<Contest, Verdict>();
        sessions.forEach((contest, session) -> {
            session.poll(POLL);
            presentMillis = Math.max(presentMillis, session.latestMillis());
            verdicts.put(contest, session.verdict());
        });
        Bench.ruling(verdicts).ifPresent(this::carryOut);
    }

    /** Sees which contests are on. */
    private void follow() {
        var following = reader;
        if (following == null) {
            following = journal.newReader();
            reader = following;
            LOG.atInfo().addKeyValue("pipeline", pipeline.name()).log("this instance judges challengers");
        }
        for (var line : following.readToEnd()) {
            if (line instanceof Line.Written written
                    && written.refusal() == null
                    && written.entry() instanceof Entry.Changed changed) {
                presentMillis = Math.max(presentMillis, changed.fromMillis());
            }
        }
        var on = Contest.at(following.state().timeline(), presentMillis);
        var over = new ArrayList<>(sessions.keySet());
        over.removeAll(on);
        over.forEach(this::end);
        for (var contest : on) {
            if (!sessions.containsKey(contest)) {
                sessions.put(contest, new Session(contest, definition, pipeline, journal.clients(), registry, clock));
            }
        }
    }

    private void end(Contest contest) {
        var session = sessions.remove(contest);
        if (session != null) {
            session.close();
        }
    }

    private void carryOut(Ruling ruling) {
        var giving = orders;
        if (giving == null) {
            giving = Orders.open(journal, pipeline.scoringGroup(), partitions(), clock);
            orders = giving;
        }
        if (giving.carryOut(ruling)) {
            listener.decided(ruling.promote());
        } else {
            pause();
        }
    }

    private int partitions() {
        var topic = pipeline.topics().events();
        try (Admin admin = journal.clients().admin()) {
            var found = admin.describeTopics(List.of(topic)).allTopicNames().get(10, TimeUnit.SECONDS);
            return found.values().iterator().next().partitions().size();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (Exception e) {
            throw new KafkaException("topic " + topic + " cannot be found", e);
        }
    }

    /** Forgets all: somebody else judges, or it is begun anew. */
    private void rise() {
        List.copyOf(sessions.keySet()).forEach(this::end);
        presentMillis = 0;
        if (reader != null) {
            reader.close();
            reader = null;
        }
        if (orders != null) {
            orders.close();
            orders = null;
        }
    }

    private void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    /** Ends between two turns, so that the others hear of it at once; an order that takes long is cut short. */
    @Override
    public void close() {
        closed = true;
        boolean interrupted = Thread.interrupted();
        try {
            judging.join(CLOSING.toMillis());
            if (judging.isAlive()) {
                judging.interrupt();
                judging.join(CLOSING.toMillis());
            }
        } catch (InterruptedException e) {
            interrupted = true;
            judging.interrupt();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
