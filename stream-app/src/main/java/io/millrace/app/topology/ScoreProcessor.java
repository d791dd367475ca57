package io.millrace.app.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.app.topology.ScoreOutcome.Unscored;
import io.millrace.enrich.event.Event;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scores each event's feature row, by whichever model is to score it, several in one call: as soon as a batch is full, when the first of it has waited
 * long enough, and always before what was read is committed. Outcomes leave in the order in which events came, each with its own
 * timestamp and headers. A scored event leaves keyed by its event id; one that could not be scored keeps the key it came with.
 * Owns the native buffers of its task: opened in {@link #init}, closed in {@link #close}.
 */
public final class ScoreProcessor implements Processor<byte[], Event, byte[], ScoreOutcome>, CommitHook.Holder {
    /** Name of its {@link CommitHook}. */
    static final String HOOK = "score-before-commit";

    private static final Logger LOG = LoggerFactory.getLogger(ScoreProcessor.class);

    private final Routing routing;
    private final Asking asking;
    private final Exit exit;
    private final Clock clock;
    private final ScoringListener listener;
    private final List<Waiting> waiting = new ArrayList<>();
    private final long halfOfTheWaitMillis;
    private @Nullable Task task;
    private @Nullable Cancellable wake;
    private long waitsSinceMillis;
    private long wakeSinceMillis;

    /** Where outcomes go. */
    @FunctionalInterface
    public interface Exit {
        /** Forwards the outcome of one event. */
        void leave(ProcessorContext<byte[], ScoreOutcome> from, Record<byte[], ScoreOutcome> outcome);
    }

    /** A record whose event is in the batch. */
    private record Waiting(
            Record<byte[], Event> record, @Nullable RecordMetadata place) {}

    /** What it has while it runs. */
    private record Task(
            ProcessorContext<byte[], ScoreOutcome> context,
            @Nullable CommitHook hook,
            ScoreProgress progress,
            ScoreBatch batch) {}

    /** Names of the stores that it must be connected to. */
    public static String[] storeNames() {
        return new String[] {HOOK, ScoreProgress.STORE};
    }

    /**
     * The stores that it must be connected to.
     *
     * @param guard is asked by the producer that commits what was read
     */
    public static List<StoreBuilder<?>> stores(CommitGuard guard) {
        return List.of(CommitHook.builder(HOOK, guard), ScoreProgress.store());
    }

    /**
     * A processor of one task.
     *
     * @param routing says which model scores which event
     * @param asking how models are asked
     * @param exit where outcomes go
     */
    public ScoreProcessor(Routing routing, Asking asking, Exit exit, Clock clock, ScoringListener listener) {
        this.routing = routing;
        this.exit = exit;
        this.asking = asking;
        this.halfOfTheWaitMillis = Math.max(1, asking.batch().longestWait().toMillis() / 2);
        this.clock = clock;
        this.listener = listener;
    }

    @Override
    public void init(ProcessorContext<byte[], ScoreOutcome> context) {
        var hook = asking.batch().rows() > 1 ? armed(context) : null;
        int rows = hook == null ? 1 : asking.batch().rows();
        var progress = new ScoreProgress(context.getStateStore(ScoreProgress.STORE));
        var passage = routing.open(context.taskId().partition(), progress.latestMillis());
        task = new Task(context, hook, progress, asking.newBatch(rows, passage, listener, clock));
    }

    private @Nullable CommitHook armed(ProcessorContext<byte[], ScoreOutcome> context) {
        CommitHook hook = context.getStateStore(HOOK);
        if (hook.arm(context, this)) {
            return hook;
        }
        LOG.atWarn()
                .addKeyValue("task", context.taskId())
                .log("this Kafka Streams does not say when it is about to commit: rows are scored one at a time");
        return null;
    }

    @Override
    public void process(Record<byte[], Event> record) {
        var running = running();
        long nowMillis = running.context.currentSystemTimeMs();
        running.batch.add(record.value());
        if (running.hook != null && waiting.isEmpty()) {
            waitsSinceMillis = nowMillis;
            wakeInTime(running.context, nowMillis);
        }
        waiting.add(new Waiting(record, running.hook == null ? null : running.hook.here()));
        if (running.batch.isFull() || nowMillis - waitsSinceMillis >= halfOfTheWaitMillis) {
            finish();
        }
    }

    @Override
    public void finish() {
        if (waiting.isEmpty()) {
            sleep();
            return;
        }
        var running = running();
        if (running.context.currentSystemTimeMs() - wakeSinceMillis >= halfOfTheWaitMillis) {
            sleep();
        }
        var records = List.copyOf(waiting);
        waiting.clear(); // if any of them cannot be forwarded the task ends, and all are read again
        var outcomes = running.batch.score();
        listener.scored(outcomes);
        for (int i = 0; i < outcomes.size(); i++) {
            running.progress.scored(records.get(i).record.value().timeMillis());
            forward(running, records.get(i), outcomes.get(i));
        }
        running.batch.askShadows((place, shadowed) -> forward(running, records.get(place), shadowed));
        if (running.hook == null) {
            running.progress.keep();
        }
    }

    /** A clock that ticks already will do: it is young, so whoever waits now leaves early rather than late. */
    private void wakeInTime(ProcessorContext<byte[], ScoreOutcome> context, long nowMillis) {
        if (wake == null) {
            wakeSinceMillis = nowMillis;
            wake = context.schedule(asking.batch().longestWait(), PunctuationType.WALL_CLOCK_TIME, now -> finish());
        }
    }

    /**
     * Nobody is woken any more. Kafka Streams takes half as many records at a time whenever it has woken somebody, so it must not be for nothing: a
     * clock that never stops cost a twelfth of the throughput, and one for each batch a tenth of what scoring costs. So a clock serves
     * for all batches of half of the wait, and is then stopped by the one that leaves. For the same reason rows leave with the first that comes after
     * half of their time: as long as there are others nobody is woken.
     */
    private void sleep() {
        if (wake != null) {
            wake.cancel();
            wake = null;
        }
    }

    @Override
    public void beforeCommit() {
        running().progress.keep();
    }

    private void forward(Task running, Waiting from, ScoreOutcome outcome) {
        if (running.hook != null && from.place != null) {
            running.hook.goTo(from.place);
        }
        var record = from.record;
        var event = record.value();
        byte[] key =
                outcome instanceof Unscored ? event.origin().key() : event.id().getBytes(UTF_8);
        // at once: every with... of a record copies its headers
        exit.leave(running.context, new Record<>(key, outcome, record.timestamp(), record.headers()));
    }

    @Override
    public boolean holdsAny() {
        return !waiting.isEmpty();
    }

    @Override
    public void forget() {
        sleep();
        waiting.clear();
        running().batch.clear();
    }

    private Task running() {
        if (task == null) {
            throw new IllegalStateException("process before init");
        }
        return task;
    }

    @Override
    public void close() {
        sleep(); // a task that is taken up again is not to believe that it will be woken
        if (task != null) {
            waiting.clear();
            task.batch.close();
            task = null;
        }
    }
}
