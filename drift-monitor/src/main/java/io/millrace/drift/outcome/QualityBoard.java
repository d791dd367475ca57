package io.millrace.drift.outcome;

import io.millrace.drift.topology.RetrainingBoard;
import io.millrace.drift.window.AlertState;
import io.millrace.drift.window.Segment;
import io.millrace.drift.window.TumblingWindows;
import io.millrace.schemas.drift.DriftAlert;
import io.millrace.schemas.drift.QualityState;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
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
    private final PartitionCounts partials;
    private final KeyValueStore<Integer, Long> reached;
    private final KeyValueStore<Long, byte[]> unsaid;
    private final KeyValueStore<String, Said> said;
    private final Baselines baselines;
    private final QualitySettings settings;
    private final TumblingWindows ending;
    private final TumblingWindows closing;
    private final Statements statements;
    private final QualityAlerts alerts;
    private final @Nullable RetrainingBoard retraining;
    private final QualityListener listener;

    QualityBoard(ProcessorContext<String, SpecificRecord> context, QualitySettings settings, QualityListener listener) {
        this.context = context;
        this.partials = new PartitionCounts(context.getStateStore(QualityStores.PARTIALS), settings);
        this.reached = context.getStateStore(QualityStores.REACHED);
        this.unsaid = context.getStateStore(QualityStores.UNSAID);
        this.said = context.getStateStore(QualityStores.SAID);
        this.baselines = new Baselines(context.getStateStore(QualityStores.BASELINE), settings);
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
        if (partials.put(counted)) {
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
        partials.startsBefore(closed - ending.length().toMillis() + 1).forEach(this::sayLast);
        unsaidUntil(ended).forEach(start -> sayNow(start, ended));
        said.put(QualityStores.ALL, new Said(ended, closed));
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
        var totals = say(startMillis, QualityState.FINAL, dueMillis);
        unsaid.delete(startMillis);
        partials.delete(startMillis);
        judge(startMillis, Segment.WHOLE, totals.all(), dueMillis);
        var segments = settings.segmentAlerts() ? totals.segments() : new TreeMap<Segment, WindowQuality>();
        segments.forEach((segment, quality) -> judge(startMillis, segment, quality, dueMillis));
        alerts.withoutAnswers(startMillis, segments.keySet(), baselines::reference)
                .forEach(alert -> say(alert, dueMillis));
        if (retraining != null) {
            retraining.close(dueMillis).ifPresent(request -> {
                context.forward(new Record<>(request.getPipeline(), request, dueMillis));
                listener.retraining(request);
            });
        }
    }

    private void judge(long startMillis, Segment segment, WindowQuality quality, long atMillis) {
        alerts.take(startMillis, segment, quality.known().figures(), baselines.reference(segment))
                .forEach(alert -> say(alert, atMillis));
        baselines.remember(segment, quality);
    }

    /** Says what is known of all answers, of each version and variant, and of segments. */
    private WindowTotals say(long startMillis, QualityState state, long atMillis) {
        var totals = partials.totals(startMillis);
        totals.totals().forEach((answers, quality) -> {
            var statistic = statements.of(startMillis, answers, quality, state);
            context.forward(new Record<>(Statements.key(statistic), statistic, atMillis));
            listener.quality(statistic);
        });
        return totals;
    }

    private void say(DriftAlert alert, long atMillis) {
        var key = new StringJoiner("/")
                .add(alert.getPipeline())
                .add(alert.getFeature())
                .add(alert.getTest());
        if (alert.getSegmentBy() != null) {
            key.add(alert.getSegmentBy() + "=" + alert.getSegmentValue());
        }
        context.forward(new Record<>(key.toString(), alert, atMillis));
        listener.alert(alert);
        if (retraining != null && alert.getSegmentBy() == null) {
            retraining.take(alert);
        }
    }
}
