package io.millrace.drift.topology;

import io.millrace.drift.profile.ReferenceProfile;
import io.millrace.drift.topology.PartitionReport.Counted;
import io.millrace.drift.topology.PartitionReport.Reached;
import io.millrace.drift.window.Progress;
import io.millrace.drift.window.WindowAccumulator;
import io.millrace.drift.window.WindowCodec;
import io.millrace.drift.window.WindowJudge;
import io.millrace.schemas.drift.DriftAlert;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers the reports of all partitions, closes windows in their order, once each, and says what the judge and the alerts say
 * of them. Knows no clock: what it does follows from the reports and their timestamps alone. A repeated report changes
 * nothing, because the latest count of a partition and window replaces the one before. Lives as long as a task is with one
 * instance, and is confined to it.
 */
final class WindowBoard {
    static final String PARTIALS_STORE = "window-partials";
    static final String PROGRESS_STORE = "partition-progress";
    static final String CLOSED_STORE = "closed-windows";

    /** The only key of the closed windows' store. */
    private static final String ALL = "all";

    private static final Logger LOGGER = LoggerFactory.getLogger(WindowBoard.class);

    private final ProcessorContext<String, SpecificRecord> context;
    private final KeyValueStore<Bytes, byte[]> partials;
    private final KeyValueStore<Integer, Progress> progress;
    private final KeyValueStore<String, ClosedWindows> closed;
    private final MonitorSettings settings;
    private final WindowCodec codec;
    private final WindowJudge judge;
    private final AlertBoard alerts;
    private final @Nullable RetrainingBoard retraining;
    private final DriftListener listener;

    WindowBoard(
            ProcessorContext<String, SpecificRecord> context,
            MonitorSettings settings,
            ReferenceProfile profile,
            DriftListener listener) {
        this.context = context;
        this.partials = context.getStateStore(PARTIALS_STORE);
        this.progress = context.getStateStore(PROGRESS_STORE);
        this.closed = context.getStateStore(CLOSED_STORE);
        this.settings = settings;
        this.codec = new WindowCodec(profile, settings.windows().length());
        this.judge = new WindowJudge(profile, settings.windows(), settings.thresholds());
        this.alerts = new AlertBoard(context.getStateStore(AlertBoard.STORE), settings.alerts());
        this.retraining = settings.retraining() == null
                ? null
                : new RetrainingBoard(
                        context.getStateStore(RetrainingBoard.STORE), settings.pipeline(), settings.retraining());
        this.listener = listener;
    }

    void take(PartitionReport report, long reportedMillis) {
        var state = closed.get(ALL);
        if (state == null) {
            state = ClosedWindows.noneAsOf(reportedMillis);
        }
        if (report instanceof Counted counted) {
            closed.put(ALL, take(counted, state));
        } else if (report instanceof Reached reached) {
            progress.put(reached.partition(), reached.progress());
            closed.put(ALL, close(state, reportedMillis));
        }
    }

    private ClosedWindows take(Counted counted, ClosedWindows state) {
        if (settings.windows().endOf(counted.windowStartMillis()) <= state.untilMillis()) {
            if (counted.added() > 0) {
                listener.late(counted.added());
            }
            return state;
        }
        partials.put(
                key(counted.windowStartMillis(), counted.partition()),
                counted.rows().get());
        return state.withEvent(counted.earliestMillis());
    }

    private ClosedWindows close(ClosedWindows state, long nowMillis) {
        if (nowMillis - state.firstReportMillis() < settings.idle().toMillis()) {
            return state; // a partition may not have made itself known yet
        }
        var watermark = watermark();
        if (watermark.isEmpty()) {
            return state;
        }
        long until = settings.windows().closedUntil(watermark.getAsLong());
        if (until <= state.untilMillis()) {
            return state;
        }
        takeWindowsUntil(until).forEach((start, window) -> say(window, start, state));
        return state.until(until);
    }

    private OptionalLong watermark() {
        var partitions = new ArrayList<Progress>();
        try (var stored = progress.all()) {
            stored.forEachRemaining(entry -> partitions.add(entry.value));
        }
        return Progress.ofAll(partitions);
    }

    /** Removes the partials of all windows that end by then, and merges them: by start, ascending. */
    private NavigableMap<Long, WindowAccumulator> takeWindowsUntil(long endMillis) {
        var windows = new TreeMap<Long, WindowAccumulator>();
        var taken = new ArrayList<Bytes>();
        long lastStart = endMillis - settings.windows().length().toMillis();
        try (var stored = partials.range(key(0, 0), key(lastStart, Integer.MAX_VALUE))) {
            while (stored.hasNext()) {
                var entry = stored.next();
                taken.add(entry.key);
                merge(ByteBuffer.wrap(entry.key.get()).getLong(), entry.value, windows);
            }
        }
        taken.forEach(partials::delete);
        return windows;
    }

    private void merge(long start, byte[] partial, NavigableMap<Long, WindowAccumulator> windows) {
        var rows = codec.decode(partial);
        if (rows.isEmpty()) {
            LOGGER.atWarn().addKeyValue("windowStart", start).log("partial counted against another profile, left out");
            return;
        }
        var merged = windows.putIfAbsent(start, rows.get());
        if (merged != null) {
            merged.merge(rows.get());
        }
    }

    private void say(WindowAccumulator window, long start, ClosedWindows state) {
        boolean warmingUp = start < state.firstEventMillis() + settings.warmUp().toMillis();
        long end = settings.windows().endOf(start);
        for (var statistic : judge.judge(window, start, warmingUp)) {
            context.forward(new Record<>(statistic.getPipeline() + "/" + statistic.getFeature(), statistic, end));
            listener.statistic(statistic);
            for (var alert : alerts.take(statistic)) {
                say(alert, end);
            }
        }
        if (retraining != null) {
            retraining.close(end).ifPresent(request -> {
                context.forward(new Record<>(request.getPipeline(), request, end));
                listener.retraining(request);
            });
        }
    }

    private void say(DriftAlert alert, long windowEndMillis) {
        String key = alert.getPipeline() + "/" + alert.getFeature() + "/" + alert.getTest();
        context.forward(new Record<>(key, alert, windowEndMillis));
        listener.alert(alert);
        if (retraining != null) {
            retraining.take(alert);
        }
    }

    /** Ordered by window, then partition: event times are never negative, so big-endian bytes sort as the numbers do. */
    private static Bytes key(long windowStartMillis, int partition) {
        return Bytes.wrap(ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
                .putLong(windowStartMillis)
                .putInt(partition)
                .array());
    }
}
