package io.millrace.app.fleet;

import io.millrace.app.journal.JournalWriter;
import io.millrace.app.model.InvalidModelException;
import io.millrace.app.rollout.Entry;
import io.millrace.app.rollout.Note;
import io.millrace.app.rollout.RolloutState;
import io.millrace.app.rollout.RolloutState.Known;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has versions at hand as they become known, one after the other on a thread of its own, and writes to the log what came of it. */
final class VersionLoader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(VersionLoader.class);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final String instance;
    private final Fleet fleet;
    private final JournalWriter writer;
    private final FollowListener listener;
    private final Clock clock;
    private final Consumer<RuntimeException> failed;
    private final ScheduledExecutorService loading;
    private final Set<String> asked = new HashSet<>();

    /**
     * Loads nothing yet.
     *
     * @param failed is told of what nobody expected
     */
    VersionLoader(
            String instance,
            Fleet fleet,
            JournalWriter writer,
            FollowListener listener,
            Clock clock,
            Consumer<RuntimeException> failed) {
        this.instance = instance;
        this.fleet = fleet;
        this.writer = writer;
        this.listener = listener;
        this.clock = clock;
        this.failed = failed;
        this.loading = Executors.newSingleThreadScheduledExecutor(task -> {
            var thread = new Thread(task, "rollout-versions");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Loads what is to be at hand and has not been asked for. Called by one thread at a time. */
    void want(RolloutState state) {
        for (var digest : state.atHand()) {
            state.find(digest)
                    .filter(known -> !known.instances().containsKey(instance) && asked.add(digest + known.since()))
                    .ifPresent(known -> loading.execute(() -> load(known)));
        }
    }

    private void load(Known known) {
        var version = known.version();
        writer.tell(version);
        try {
            fleet.load(known);
            LOG.atInfo().addKeyValue("version", version.told()).log("version is at hand");
            writer.append(new Entry.Loaded(note(), version.digest(), instance));
        } catch (InvalidModelException e) {
            LOG.atWarn()
                    .addKeyValue("version", version.told())
                    .addKeyValue("reason", e.getMessage())
                    .log("version cannot be used");
            refused(known, e);
        } catch (KafkaException e) {
            again(known, e);
        } catch (RuntimeException e) {
            failed.accept(e);
        }
    }

    private void refused(Known known, InvalidModelException why) {
        var problems = why.mismatches().stream()
                .map(mismatch -> mismatch.key() + ": " + mismatch.message())
                .toList();
        try {
            writer.append(new Entry.NotLoaded(note(), known.version().digest(), instance, problems));
        } catch (KafkaException e) {
            again(known, e);
        }
    }

    private void again(Known known, KafkaException why) {
        listener.disturbed(String.valueOf(why.getMessage()));
        LOG.atWarn()
                .addKeyValue("version", known.version().told())
                .addKeyValue("reason", why.getMessage())
                .log("version cannot be had now; trying again");
        if (!loading.isShutdown()) {
            var unused = loading.schedule(() -> load(known), PAUSE.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private Note note() {
        return new Note(UUID.randomUUID().toString(), clock.instant(), instance, "");
    }

    @Override
    public void close() {
        loading.shutdownNow();
    }
}
