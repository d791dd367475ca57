package io.millrace.drift.topology;

import io.millrace.drift.profile.ReferenceProfile;
import io.millrace.drift.topology.PartitionReport.Counted;
import io.millrace.drift.topology.PartitionReport.Reached;
import io.millrace.drift.window.Part;
import io.millrace.drift.window.Progress;
import io.millrace.drift.window.Segment;
import io.millrace.drift.window.WindowAccumulator;
import io.millrace.drift.window.WindowCodec;
import io.millrace.drift.window.WindowJudge;
import io.millrace.schemas.drift.DriftAlert;
import io.millrace.schemas.drift.DriftStatistic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
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
    static final String PARTIALS_STORE = "pane-partials";
    static final String PROGRESS_STORE = "partition-progress";
    static final String CLOSED_STORE = "closed-windows";

    /** The only key of the closed windows' store. */
    private static final String ALL = "all";

    /** Whose a pane is that all partitions have counted. */
    private static final int ALL_PARTITIONS = Integer.MAX_VALUE - 1;

    private static final Part HEAD_OF_THE_WHOLE = new Part(Segment.WHOLE, Part.HEAD);

    private static final Logger LOGGER = LoggerFactory.getLogger(WindowBoard.class);

    private final ProcessorContext<String, SpecificRecord> context;
    private final StoredWindows partials;
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
        this.partials = new StoredWindows(context.getStateStore(PARTIALS_STORE));
        this.progress = context.getStateStore(PROGRESS_STORE);
        this.closed = context.getStateStore(CLOSED_STORE);
        this.settings = settings;
        this.codec = new WindowCodec(profile, settings.windows().slide());
        this.judge = new WindowJudge(profile, settings.limits(), settings.discoveries(), settings.watches());
        this.alerts = new AlertBoard(context.getStateStore(AlertBoard.STORE), settings.alerts());
        this.retraining = settings.retraining() == null
                ? null
                : new RetrainingBoard(
                        context.getStateStore(RetrainingBoard.STORE), settings.pipeline(), settings.retraining());
        this.listener = listener;
    }

    void take(PartitionReport report, long reportedMillis) {
        var known = closed.get(ALL);
        var state = known == null ? ClosedWindows.noneAsOf(reportedMillis) : known;
        if (report instanceof Counted counted) {
            state = take(counted, state);
        } else if (report instanceof Reached reached) {
            progress.put(reached.partition(), reached.progress());
            state = close(state, reportedMillis);
        }
        if (!state.equals(known)) {
            closed.put(ALL, state);
        }
    }

    private ClosedWindows take(Counted counted, ClosedWindows state) {
        long start = counted.windowStartMillis();
        if (settings.windows().panes().endOf(start) <= state.untilMillis()) {
            if (counted.added() > 0) {
                listener.late(counted.added());
            }
            return state;
        }
        if (Part.decode(counted.part().get()).equals(HEAD_OF_THE_WHOLE)) {
            partials.remove(start, counted.partition());
        }
        partials.put(start, counted.partition(), counted.part(), counted.rows().get());
        return state.withEvent(counted.earliestMillis());
    }

    private ClosedWindows close(ClosedWindows state, long nowMillis) {
        if (nowMillis - state.firstReportMillis() < settings.idle().toMillis()) {
            return state; // a partition may not have made itself known yet
        }
        var known = progress();
        if (known.size() < settings.topics().partitions()) {
            return state;
        }
        var watermark = Progress.ofAll(known);
        if (watermark.isEmpty()) {
            return state;
        }
        var windows = settings.windows();
        long until = windows.panes().closedUntil(watermark.getAsLong());
        if (until <= state.untilMillis()) {
            return state;
        }
        var panes = partials.starts();
        for (long end : windows.endsOver(panes, state.untilMillis(), until)) {
            merged(panes.subSet(windows.startOf(end), true, end, false), end)
                    .ifPresent(window -> say(window, end, state));
            var past = panes.headSet(windows.neededFrom(end), false);
            past.forEach(partials::remove);
            past.clear();
        }
        return state.until(until);
    }

    /** All panes of a window that ends there, the earliest first; the last of them has just been closed. */
    private Optional<WindowAccumulator> merged(SortedSet<Long> panes, long end) {
        var windows = settings.windows();
        WindowAccumulator window = null;
        for (long start : panes) {
            var pane = pane(start);
            if (windows.panes().endOf(start) == end && !windows.areTumbling()) {
                pane.ifPresent(rows -> keep(start, rows));
            }
            if (pane.isPresent()) {
                window = together(window, pane.get());
            }
        }
        return Optional.ofNullable(window);
    }

    private static WindowAccumulator together(@Nullable WindowAccumulator first, WindowAccumulator second) {
        if (first == null) {
            return second;
        }
        first.merge(second);
        return first;
    }

    /** A closed pane is needed by windows that end later: all partitions as one. */
    private void keep(long start, WindowAccumulator pane) {
        partials.remove(start);
        codec.encode(pane)
                .forEach((part, rows) -> partials.put(start, ALL_PARTITIONS, Bytes.wrap(part.encode()), rows));
    }

    private Optional<WindowAccumulator> pane(long start) {
        WindowAccumulator merged = null;
        for (var parts : partials.of(start).values()) {
            var rows = codec.decode(parts);
            if (rows.isEmpty()) {
                LOGGER.atWarn()
                        .addKeyValue("windowStart", start)
                        .log("partial counted against another profile, left out");
            } else {
                merged = together(merged, rows.get());
            }
        }
        return Optional.ofNullable(merged);
    }

    /** Of each partition that has made itself known. */
    private List<Progress> progress() {
        var partitions = new ArrayList<Progress>();
        try (var stored = progress.all()) {
            stored.forEachRemaining(entry -> partitions.add(entry.value));
        }
        return partitions;
    }

    private void say(WindowAccumulator window, long end, ClosedWindows state) {
        long start = settings.windows().startOf(end);
        boolean warmingUp = start < state.firstEventMillis() + settings.warmUp().toMillis();
        for (var statistic : judge.judge(window, start, end, warmingUp)) {
            context.forward(new Record<>(key(statistic), statistic, end));
            listener.statistic(statistic);
            if (statistic.getSegmentBy() == null || settings.segmentAlerts()) {
                alerts.take(statistic).forEach(alert -> say(alert, end));
            }
        }
        if (retraining != null) {
            retraining.close(end).ifPresent(request -> {
                context.forward(new Record<>(request.getPipeline(), request, end));
                listener.retraining(request);
            });
        }
    }

    private static String key(DriftStatistic statistic) {
        return statistic.getPipeline() + "/" + statistic.getFeature()
                + segment(statistic.getSegmentBy(), statistic.getSegmentValue());
    }

    private void say(DriftAlert alert, long windowEndMillis) {
        String key = alert.getPipeline() + "/" + alert.getFeature() + "/" + alert.getTest()
                + segment(alert.getSegmentBy(), alert.getSegmentValue());
        context.forward(new Record<>(key, alert, windowEndMillis));
        listener.alert(alert);
        if (retraining != null && alert.getSegmentBy() == null) {
            retraining.take(alert);
        }
    }

    private static String segment(@Nullable String by, @Nullable String value) {
        return by == null ? "" : "/" + by + "=" + value;
    }
}
