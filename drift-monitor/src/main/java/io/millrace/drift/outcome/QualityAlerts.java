package io.millrace.drift.outcome;

import io.millrace.drift.quality.QualityFigures;
import io.millrace.drift.quality.QualityLimit;
import io.millrace.drift.window.AlertRule;
import io.millrace.drift.window.AlertRule.Change;
import io.millrace.drift.window.AlertRule.Verdict;
import io.millrace.drift.window.AlertState;
import io.millrace.drift.window.Segment;
import io.millrace.schemas.drift.DriftAlert;
import io.millrace.schemas.drift.DriftAlertState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Holds the figures of final windows, in their order, against the limits; remembers in a store: of all answers under the measure, of a
 * segment under {@code measure/by=value}. Confined to one task.
 */
final class QualityAlerts {
    private final KeyValueStore<String, AlertState> states;
    private final QualitySettings settings;

    QualityAlerts(KeyValueStore<String, AlertState> states, QualitySettings settings) {
        this.states = states;
        this.settings = settings;
    }

    /**
     * The alerts raised or resolved by a window, in the order of the limits.
     *
     * @param segment of which the figures are
     * @param reference what relative limits are relative to; null while there is none
     */
    List<DriftAlert> take(
            long startMillis, Segment segment, QualityFigures figures, @Nullable QualityFigures reference) {
        var verdicts = settings.limits().verdicts(figures, reference);
        var alerts = new ArrayList<DriftAlert>();
        for (var limit : settings.limits().limits()) {
            var step = step(key(limit, segment), verdicts.getOrDefault(limit.measure(), Verdict.UNKNOWN), startMillis);
            var value = figures.of(limit.measure()).value();
            if (step.change() != Change.NONE && value != null) {
                alerts.add(alert(startMillis, segment, limit, value, bound(limit, reference), step));
            }
        }
        return alerts;
    }

    /**
     * Nobody was answered wrongly in a segment without answers: it is good, so that neither an alert nor what is remembered stands for ever when a
     * value does not come again.
     *
     * @param answered segments that the window has, which were judged
     * @param references of segments
     * @return the alerts resolved, in the order of their keys
     */
    List<DriftAlert> withoutAnswers(
            long startMillis, Collection<Segment> answered, Function<Segment, @Nullable QualityFigures> references) {
        var told = answered.stream().map(Segment::told).collect(Collectors.toSet());
        var alerts = new ArrayList<DriftAlert>();
        for (var key : keysOfSegments()) {
            var about = key.substring(key.indexOf('/') + 1);
            if (told.contains(about)) {
                continue;
            }
            var limit = limit(key.substring(0, key.indexOf('/')));
            if (limit.isEmpty()) {
                states.delete(key); // it was taken out of the pipeline file
                continue;
            }
            var step = step(key, Verdict.CALM, startMillis);
            if (step.change() == Change.RESOLVED) {
                var segment = segment(about);
                var bound = bound(limit.get(), references.apply(segment));
                alerts.add(alert(startMillis, segment, limit.get(), Double.NaN, bound, step));
            }
        }
        return alerts;
    }

    private static String key(QualityLimit limit, Segment segment) {
        var measure = limit.measure().key();
        return segment.equals(Segment.WHOLE) ? measure : measure + "/" + segment.told();
    }

    private static Segment segment(String told) {
        int equals = told.indexOf('=');
        return Segment.ofField(told.substring(0, equals), told.substring(equals + 1));
    }

    private Optional<QualityLimit> limit(String measure) {
        return settings.limits().limits().stream()
                .filter(limit -> limit.measure().key().equals(measure))
                .findFirst();
    }

    private List<String> keysOfSegments() {
        var keys = new ArrayList<String>();
        try (var stored = states.all()) {
            stored.forEachRemaining(entry -> keys.add(entry.key));
        }
        return keys.stream().filter(key -> key.contains("/")).sorted().toList();
    }

    private AlertRule.Step step(String key, Verdict verdict, long startMillis) {
        var before = states.get(key);
        var step = settings.alerts().step(before == null ? AlertState.QUIET : before, verdict, startMillis);
        if (step.next().equals(AlertState.QUIET)) {
            if (before != null) {
                states.delete(key);
            }
        } else if (!step.next().equals(before)) {
            states.put(key, step.next());
        }
        return step;
    }

    /** The value beyond which the measure is bad. */
    private static double bound(QualityLimit limit, @Nullable QualityFigures reference) {
        var against = limit.relative() && reference != null
                ? reference.of(limit.measure()).value()
                : null;
        if (against == null) {
            return limit.limit();
        }
        return switch (limit.measure().better()) {
            case HIGHER -> against - limit.limit();
            case LOWER -> against + limit.limit();
            case NEAR_ZERO -> limit.limit();
        };
    }

    /** @param value NaN if the window has no answers */
    private DriftAlert alert(
            long startMillis, Segment segment, QualityLimit limit, double value, double bound, AlertRule.Step step) {
        boolean ofAll = segment.equals(Segment.WHOLE);
        return DriftAlert.newBuilder()
                .setPipeline(settings.pipeline())
                .setFeature(QualityTopology.FEATURE)
                .setTest(limit.measure().key())
                .setState(step.change() == Change.RAISED ? DriftAlertState.RAISED : DriftAlertState.RESOLVED)
                .setValue(value)
                .setThreshold(bound)
                .setSince(Instant.ofEpochMilli(step.episode().sinceMillis()))
                .setWindowStart(Instant.ofEpochMilli(startMillis))
                .setWindowEnd(Instant.ofEpochMilli(settings.windows().endOf(startMillis)))
                .setWindowsHeld(step.episode().held())
                .setMessage(message(limit, value, bound, step)
                        + (ofAll ? "" : ", where " + segment.by() + " is " + segment.shown()))
                .setSegmentBy(ofAll ? null : segment.by())
                .setSegmentValue(ofAll ? null : segment.shown())
                .build();
    }

    private static String message(QualityLimit limit, double value, double bound, AlertRule.Step step) {
        var beyond =
                switch (limit.measure().better()) {
                    case HIGHER -> "below";
                    case LOWER -> "above";
                    case NEAR_ZERO -> "further from 0 than";
                };
        var since = Instant.ofEpochMilli(step.episode().sinceMillis());
        var test = limit.measure().key();
        int held = step.episode().held();
        if (Double.isNaN(value)) {
            return String.format(
                    Locale.ROOT,
                    "%s is not known any more, for want of predictions; it was %s %.4g in %d windows since %s",
                    test,
                    beyond,
                    bound,
                    held,
                    since);
        }
        return String.format(
                Locale.ROOT,
                step.change() == Change.RAISED
                        ? "%s is %.4g, %s %.4g in %d windows since %s"
                        : "%s is %.4g, no longer %s %.4g; it was in %d windows since %s",
                test,
                value,
                beyond,
                bound,
                held,
                since);
    }
}
