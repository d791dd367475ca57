package io.millrace.drift.outcome;

import io.millrace.drift.window.Progress;
import io.millrace.drift.window.TumblingWindows;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Brings predictions and outcomes together by event, whichever comes first, and counts them in the window of the prediction. What it decides
 * follows from the records and their order in the partition alone. Lives as long as a task is with one instance, and is confined to it.
 */
final class Meeting implements Consumer<Record<String, Told>> {
    private final ProcessorContext<String, QualityReport> context;
    private final KeyValueStore<String, EventState> events;
    private final KeyValueStore<Bytes, byte[]> deadlines;
    private final CountedWindows windows;
    private final KeyValueStore<Told.Reader, Progress> readers;
    private final KeyValueStore<String, Long> watermark;
    private final QualitySettings settings;
    private final TumblingWindows closing;
    private final Worth worth;
    private final QualityListener listener;

    private @Nullable Long told;

    Meeting(
            ProcessorContext<String, QualityReport> context,
            QualitySettings settings,
            Worth worth,
            QualityListener listener) {
        this.context = context;
        this.events = context.getStateStore(QualityStores.EVENTS);
        this.deadlines = context.getStateStore(QualityStores.DEADLINES);
        this.windows = new CountedWindows(context.getStateStore(QualityStores.WINDOWS), settings, listener);
        this.readers = context.getStateStore(QualityStores.READERS);
        this.watermark = context.getStateStore(QualityStores.WATERMARK);
        this.settings = settings;
        this.closing = settings.closing();
        this.worth = worth;
        this.listener = listener;
        context.schedule(settings.reportEvery(), PunctuationType.WALL_CLOCK_TIME, ignored -> report());
    }

    @Override
    public void accept(Record<String, Told> record) {
        if (record.value() instanceof Told.Predicted predicted) {
            listener.followed(take(predicted.id(), predicted.prediction()));
        } else if (record.value() instanceof Told.Labelled labelled) {
            listener.followed(take(labelled.id(), labelled.outcome()));
        } else if (record.value() instanceof Told.Reached reached) {
            take(reached);
        }
    }

    private Fate take(String id, Prediction prediction) {
        var state = events.get(id);
        if (state instanceof EventState.Open || state instanceof EventState.Paired) {
            return Fate.REPEATED_PREDICTION;
        }
        if (isClosed(prediction)) {
            return Fate.LATE_PREDICTION;
        }
        windows.predicted(prediction);
        events.put(id, new EventState.Open(prediction));
        keepUntil(deadlineMillis(prediction.eventTimeMillis()), id);
        if (state instanceof EventState.Early early) {
            listener.followed(meet(id, prediction, early.outcome()));
        }
        return Fate.PREDICTED;
    }

    private Fate take(String id, Outcome outcome) {
        var state = events.get(id);
        if (state instanceof EventState.Open open) {
            return meet(id, open.prediction(), outcome);
        }
        if (state != null) {
            return Fate.REPEATED_OUTCOME;
        }
        long deadline = deadlineMillis(outcome);
        if (deadline <= reachedMillis()) {
            return Fate.NO_PREDICTION;
        }
        events.put(id, new EventState.Early(outcome));
        keepUntil(deadline, id);
        return Fate.EARLY_OUTCOME;
    }

    private Fate meet(String id, Prediction prediction, Outcome outcome) {
        long behind = outcome.knownMillis() - prediction.eventTimeMillis();
        if (behind > settings.within().toMillis() || isClosed(prediction)) {
            return Fate.LATE_OUTCOME;
        }
        windows.paired(prediction, outcome, worth);
        events.put(id, new EventState.Paired(prediction.eventTimeMillis()));
        return Fate.PAIRED;
    }

    private boolean isClosed(Prediction prediction) {
        long reached = reachedMillis();
        return reached != Long.MIN_VALUE
                && closing.endOf(closing.startOf(prediction.eventTimeMillis())) <= closing.closedUntil(reached);
    }

    /** The first instant at which no outcome of an event of that time counts any more. */
    private long deadlineMillis(long eventTimeMillis) {
        return eventTimeMillis + closing.grace().toMillis() + 1;
    }

    /** The first instant at which the prediction of an outcome should have come. */
    private long deadlineMillis(Outcome outcome) {
        return outcome.knownMillis() + settings.windows().grace().toMillis() + 1;
    }

    private void keepUntil(long millis, String id) {
        byte[] event = id.getBytes(StandardCharsets.UTF_8);
        deadlines.put(
                Bytes.wrap(ByteBuffer.allocate(Long.BYTES + event.length)
                        .putLong(Math.max(0, millis))
                        .put(event)
                        .array()),
                new byte[0]);
    }

    private long reachedMillis() {
        var reached = watermark.get(QualityStores.ALL);
        return reached == null ? Long.MIN_VALUE : reached;
    }

    private void take(Told.Reached reached) {
        readers.put(reached.reader(), reached.progress());
        var now = slowest();
        if (now.isPresent() && now.getAsLong() > reachedMillis()) {
            watermark.put(QualityStores.ALL, now.getAsLong());
            forgetUntil(now.getAsLong());
        }
    }

    /** Empty while there is a reader of which nothing is known. */
    private OptionalLong slowest() {
        var all = new ArrayList<Progress>();
        try (var stored = readers.all()) {
            stored.forEachRemaining(entry -> all.add(entry.value));
        }
        return all.size() < 2 * settings.partitions() ? OptionalLong.empty() : Progress.ofAll(all);
    }

    private void forgetUntil(long millis) {
        var due = new ArrayList<Bytes>();
        try (var stored = deadlines.range(Cell.from(0), Cell.from(millis + 1))) {
            stored.forEachRemaining(entry -> due.add(entry.key));
        }
        for (var deadline : due) {
            byte[] bytes = deadline.get();
            forget(new String(bytes, Long.BYTES, bytes.length - Long.BYTES, StandardCharsets.UTF_8), millis);
            deadlines.delete(deadline);
        }
    }

    /** An event that was an outcome alone, and has had its prediction since, has a later deadline. */
    private void forget(String id, long millis) {
        var state = events.get(id);
        if (state instanceof EventState.Early early && deadlineMillis(early.outcome()) <= millis) {
            events.delete(id);
            listener.followed(Fate.NO_PREDICTION);
        } else if (state instanceof EventState.Open open
                && deadlineMillis(open.prediction().eventTimeMillis()) <= millis) {
            events.delete(id);
        } else if (state instanceof EventState.Paired paired && deadlineMillis(paired.eventTimeMillis()) <= millis) {
            events.delete(id);
        }
    }

    /** Tells what changed since it was last told; counts first, so that how far the partition has come stands for them. */
    void report() {
        int partition = context.taskId().partition();
        windows.takeChanged((cell, quality) -> tell(new QualityReport.Counted(partition, cell, quality)));
        long reached = reachedMillis();
        if (reached != Long.MIN_VALUE && (told == null || told != reached)) {
            windows.forgetBefore(closing.closedUntil(reached) - closing.length().toMillis() + 1);
            tell(new QualityReport.Reached(partition, reached));
            told = reached;
        }
    }

    private void tell(QualityReport report) {
        context.forward(new Record<>("", report, Math.max(0, reachedMillis())));
    }
}
