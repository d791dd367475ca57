package io.millrace.drift.outcome;

import io.millrace.drift.quality.QualityFigures;
import io.millrace.drift.topology.RetrainingBoard;
import io.millrace.drift.window.AlertState;
import io.millrace.drift.window.TumblingWindows;
import io.millrace.schemas.drift.DriftAlert;
import io.millrace.schemas.drift.QualityState;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what all partitions counted, and says of each window something at its end, what is new at the ends of later ones, and the last when no
 * outcome counts any more: then limits are judged. Knows no clock. A repeated report changes nothing, because the latest count of a partition and
 * cell replaces the one before. Lives as long as a task is with one instance, and is confined to it.
 */
final class QualityBoard implements Consumer<Record<String, QualityReport>> {
    private final ProcessorContext<String, SpecificRecord> context;
    private final KeyValueStore<Bytes, byte[]> partials;
    private final KeyValueStore<Integer, Long> reached;
    private final KeyValueStore<Long, byte[]> unsaid;
    private final KeyValueStore<String, Said> said;
    private final KeyValueStore<String, Baseline> baseline;
    private final QualitySettings settings;
    private final TumblingWindows ending;
    private final TumblingWindows closing;
    private final Statements statements;
    private final QualityAlerts alerts;
    private final @Nullable RetrainingBoard retraining;
    private final QualityListener listener;

    QualityBoard(ProcessorContext<String, SpecificRecord> context, QualitySettings settings, QualityListener listener) {
        this.context = context;
        this.partials = context.getStateStore(QualityStores.PARTIALS);
        this.reached = context.getStateStore(QualityStores.REACHED);
        this.unsaid = context.getStateStore(QualityStores.UNSAID);
        this.said = context.getStateStore(QualityStores.SAID);
        this.baseline = context.getStateStore(QualityStores.BASELINE);
        this.settings = settings;
        this.ending = settings.ending();
        this.closing = settings.closing();
        this.statements = new Statements(settings);
        KeyValueStore<String, AlertState> states = context.getStateStore(QualityStores.ALERTS);
        this.alerts = new QualityAlerts(states, settings);
        this.retraining = settings.retraining() == null
                ? null
                : new RetrainingBoard(
                        context.getStateStore(RetrainingBoard.STORE), settings.pipeline(), settings.retraining());
        this.listener = listener;
    }

    @Override
    public void accept(Record<String, QualityReport> record) {
        var before = said.get(QualityStores.ALL);
        var until = before == null ? Said.NOTHING : before;
        if (record.value() instanceof QualityReport.Counted counted) {
            take(counted, until);
        } else if (record.value() instanceof QualityReport.Reached now) {
            reached.put(now.partition(), now.watermarkMillis());
            say(until);
        }
    }

    private void take(QualityReport.Counted counted, Said until) {
        long start = counted.cell().windowStartMillis();
        if (ending.endOf(start) <= until.closedMillis()) {
            return;
        }
        var key = key(counted);
        byte[] quality = counted.quality().get();
        if (!Arrays.equals(quality, partials.get(key))) { // a partition that begins anew tells all it has again
            partials.put(key, quality);
            unsaid.put(start, new byte[0]);
        }
    }

    private void say(Said until) {
        var watermarks = new ArrayList<Long>();
        try (var stored = reached.all()) {
            stored.forEachRemaining(entry -> watermarks.add(entry.value));
        }
        if (watermarks.size() < settings.partitions()) {
            return; // a partition has not made itself known yet
        }
        long watermark = watermarks.stream().mapToLong(Long::longValue).min().orElseThrow();
        long ended = ending.closedUntil(watermark);
        long closed = closing.closedUntil(watermark);
        if (ended <= until.endedMillis() && closed <= until.closedMillis()) {
            return;
        }
        startsUntil(closed).forEach(this::sayLast);
        unsaidUntil(ended).forEach(start -> sayNow(start, ended));
        said.put(QualityStores.ALL, new Said(ended, closed));
    }

    /** Windows that are kept and end by then, ascending. */
    private List<Long> startsUntil(long endMillis) {
        var starts = new TreeSet<Long>();
        long firstOpen = endMillis - ending.length().toMillis() + 1;
        try (var stored = partials.range(Cell.from(0), Cell.from(Math.max(0, firstOpen)))) {
            stored.forEachRemaining(
                    entry -> starts.add(ByteBuffer.wrap(entry.key.get()).getLong()));
        }
        return List.copyOf(starts);
    }

    private List<Long> unsaidUntil(long endMillis) {
        var starts = new TreeSet<Long>();
        try (var stored = unsaid.all()) {
            stored.forEachRemaining(entry -> starts.add(entry.key));
        }
        return starts.headSet(endMillis - ending.length().toMillis(), true).stream()
                .toList();
    }

    private void sayNow(long startMillis, long atMillis) {
        say(startMillis, QualityState.PROVISIONAL, atMillis);
        unsaid.delete(startMillis);
    }

    /** Windows are final in their order. */
    private void sayLast(long startMillis) {
        long dueMillis = ending.endOf(startMillis) + settings.within().toMillis();
        var all = say(startMillis, QualityState.FINAL, dueMillis);
        unsaid.delete(startMillis);
        delete(startMillis);
        for (var alert : alerts.take(startMillis, all.known().figures(), reference())) {
            say(alert, dueMillis);
        }
        remember(all);
        if (retraining != null) {
            retraining.close(dueMillis).ifPresent(request -> {
                context.forward(new Record<>(request.getPipeline(), request, dueMillis));
                listener.retraining(request);
            });
        }
    }

    /** Says what is known of each cell, and of all together. */
    private WindowQuality say(long startMillis, QualityState state, long atMillis) {
        var cells = cells(startMillis);
        var all = WindowQuality.empty(settings);
        cells.values().stream()
                .filter(counted -> counted.cell.segment() == null)
                .forEach(counted -> all.merge(counted.quality));
        say(startMillis, null, all, state, atMillis);
        cells.values().forEach(counted -> say(startMillis, counted.cell, counted.quality, state, atMillis));
        return all;
    }

    private void say(long startMillis, @Nullable Cell cell, WindowQuality quality, QualityState state, long atMillis) {
        var statistic = statements.of(startMillis, cell, quality, state);
        context.forward(new Record<>(Statements.key(statistic), statistic, atMillis));
        listener.quality(statistic);
    }

    private void say(DriftAlert alert, long atMillis) {
        context.forward(new Record<>(
                String.join("/", alert.getPipeline(), alert.getFeature(), alert.getTest()), alert, atMillis));
        listener.alert(alert);
        if (retraining != null) {
            retraining.take(alert);
        }
    }

    private record Counted(Cell cell, WindowQuality quality) {}

    /** What all partitions counted of a window, by cell. */
    private SortedMap<Bytes, Counted> cells(long startMillis) {
        var cells = new TreeMap<Bytes, Counted>();
        try (var stored = partials.range(Cell.from(startMillis), Cell.from(startMillis + 1))) {
            stored.forEachRemaining(entry -> {
                byte[] key = entry.key.get();
                var cell = Cell.of(Arrays.copyOf(key, key.length - Integer.BYTES));
                WindowQuality.decode(settings, entry.value).ifPresent(quality -> cells.computeIfAbsent(
                                cell.key(), ignored -> new Counted(cell, WindowQuality.empty(settings)))
                        .quality
                        .merge(quality));
            });
        }
        return cells;
    }

    private void delete(long startMillis) {
        var taken = new ArrayList<Bytes>();
        try (var stored = partials.range(Cell.from(startMillis), Cell.from(startMillis + 1))) {
            stored.forEachRemaining(entry -> taken.add(entry.key));
        }
        taken.forEach(partials::delete);
    }

    /** What relative limits are relative to: the first windows, once there are enough. */
    private @Nullable QualityFigures reference() {
        var first = baseline.get(QualityStores.ALL);
        return first == null || first.windows() < settings.baseline()
                ? null
                : WindowQuality.decode(settings, first.quality().get())
                        .map(quality -> quality.known().figures())
                        .orElse(null);
    }

    private void remember(WindowQuality window) {
        var first = baseline.get(QualityStores.ALL);
        var before = Optional.ofNullable(first)
                .flatMap(kept -> WindowQuality.decode(settings, kept.quality().get()));
        int windows = first == null || before.isEmpty() ? 0 : first.windows();
        if (windows >= settings.baseline()) {
            return;
        }
        var all = before.orElseGet(() -> WindowQuality.empty(settings));
        all.merge(window);
        baseline.put(QualityStores.ALL, new Baseline(windows + 1, Bytes.wrap(all.encode(settings))));
    }

    private static Bytes key(QualityReport.Counted counted) {
        byte[] cell = counted.cell().key().get();
        return Bytes.wrap(ByteBuffer.allocate(cell.length + Integer.BYTES)
                .put(cell)
                .putInt(counted.partition())
                .array());
    }
}
