package io.millrace.drift.outcome;

import io.millrace.drift.window.Progress;
import io.millrace.drift.window.TumblingWindows;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings predictions and outcomes together by event, whichever comes first, and counts them in the window of the prediction. What it decides
 * follows from the records and their order in the partition alone. Every count is in the store before the next record is read;
 * the windows in memory only save reading them back. Lives as long as a task is with one instance, and is confined to it.
 */
final class Meeting implements Consumer<Record<String, Told>> {
    private static final Logger LOGGER = LoggerFactory.getLogger(Meeting.class);

    /** Windows that are kept in memory, some 30 kB each. */
    private static final int MOST_IN_MEMORY = 64;

    private static final float LOAD = 0.75f;

    private final ProcessorContext<String, QualityReport> context;
    private final KeyValueStore<String, EventState> events;
    private final KeyValueStore<Bytes, byte[]> deadlines;
    private final KeyValueStore<Bytes, byte[]> windows;
    private final KeyValueStore<Told.Reader, Progress> readers;
    private final KeyValueStore<String, Long> watermark;
    private final QualitySettings settings;
    private final TumblingWindows closing;
    private final Worth worth;
    private final QualityListener listener;

    private final Map<Cell, WindowQuality> recent = new LinkedHashMap<>(2 * MOST_IN_MEMORY, LOAD, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Cell, WindowQuality> eldest) {
            return size() > MOST_IN_MEMORY;
        }
    };

    /** By key, so that they are told in the order of windows. */
    private final TreeMap<Bytes, Cell> changed = new TreeMap<>();

    private @Nullable Long told;

    Meeting(
            ProcessorContext<String, QualityReport> context,
            QualitySettings settings,
            Worth worth,
            QualityListener listener) {
        this.context = context;
        this.events = context.getStateStore(QualityStores.EVENTS);
        this.deadlines = context.getStateStore(QualityStores.DEADLINES);
        this.windows = context.getStateStore(QualityStores.WINDOWS);
        this.readers = context.getStateStore(QualityStores.READERS);
        this.watermark = context.getStateStore(QualityStores.WATERMARK);
        this.settings = settings;
        this.closing = settings.closing();
        this.worth = worth;
        this.listener = listener;
        restore();
        context.schedule(settings.reportEvery(), PunctuationType.WALL_CLOCK_TIME, ignored -> report());
    }

    /** What was told of windows last is not known; those of other settings cannot go on. */
    private void restore() {
        var others = new ArrayList<Bytes>();
        try (var stored = windows.all()) {
            while (stored.hasNext()) {
                var entry = stored.next();
                if (WindowQuality.decode(settings, entry.value).isPresent()) {
                    changed.put(entry.key, Cell.of(entry.key.get()));
                } else {
                    others.add(entry.key);
                }
            }
        }
        if (!others.isEmpty()) {
            LOGGER.atWarn()
                    .addKeyValue("windows", others.size())
                    .log("windows of other settings, or of another kind of answers, are left out");
            others.forEach(windows::delete);
        }
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
        var cell = cell(prediction);
        var quality = quality(cell);
        quality.predicted(prediction, settings.cbpe());
        put(cell, quality);
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
        var cell = cell(prediction);
        var quality = quality(cell);
        quality.paired(prediction, outcome, worth);
        put(cell, quality);
        events.put(id, new EventState.Paired(prediction.eventTimeMillis()));
        return Fate.PAIRED;
    }

    private Cell cell(Prediction prediction) {
        return new Cell(
                closing.startOf(prediction.eventTimeMillis()), prediction.version(), prediction.variant(), null);
    }

    private boolean isClosed(Prediction prediction) {
        long reached = reachedMillis();
        return reached != Long.MIN_VALUE
                && closing.endOf(closing.startOf(prediction.eventTimeMillis())) <= closing.closedUntil(reached);
    }

    private WindowQuality quality(Cell cell) {
        var known = recent.get(cell);
        if (known != null) {
            return known;
        }
        byte[] stored = windows.get(cell.key());
        var quality = Optional.ofNullable(stored)
                .flatMap(bytes -> WindowQuality.decode(settings, bytes))
                .orElseGet(() -> WindowQuality.empty(settings));
        recent.put(cell, quality);
        return quality;
    }

    private void put(Cell cell, WindowQuality quality) {
        var key = cell.key();
        windows.put(key, quality.encode(settings));
        changed.put(key, cell);
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
        for (var cell : changed.values()) {
            tell(new QualityReport.Counted(
                    partition, cell, Bytes.wrap(quality(cell).encode(settings))));
        }
        changed.clear();
        long reached = reachedMillis();
        if (reached != Long.MIN_VALUE && (told == null || told != reached)) {
            dropClosed(closing.closedUntil(reached));
            tell(new QualityReport.Reached(partition, reached));
            told = reached;
        }
    }

    private void dropClosed(long endMillis) {
        var closed = new ArrayList<Bytes>();
        long firstOpen = endMillis - closing.length().toMillis() + 1;
        try (var stored = windows.range(Cell.from(0), Cell.from(Math.max(0, firstOpen)))) {
            stored.forEachRemaining(entry -> closed.add(entry.key));
        }
        closed.forEach(windows::delete);
        recent.keySet().removeIf(cell -> cell.windowStartMillis() < firstOpen);
    }

    private void tell(QualityReport report) {
        context.forward(new Record<>("", report, Math.max(0, reachedMillis())));
    }
}
