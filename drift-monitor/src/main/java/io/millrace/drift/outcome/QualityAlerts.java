package io.millrace.drift.outcome;

import io.millrace.drift.quality.QualityFigures;
import io.millrace.drift.quality.QualityLimit;
import io.millrace.drift.window.AlertRule;
import io.millrace.drift.window.AlertRule.Change;
import io.millrace.drift.window.AlertState;
import io.millrace.schemas.drift.DriftAlert;
import io.millrace.schemas.drift.DriftAlertState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Holds the figures of final windows, in their order, against the limits; remembers in a store. Confined to one task. */
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
     * @param reference what relative limits are relative to; null while there is none
     */
    List<DriftAlert> take(long startMillis, QualityFigures figures, @Nullable QualityFigures reference) {
        var verdicts = settings.limits().verdicts(figures, reference);
        var alerts = new ArrayList<DriftAlert>();
        for (var limit : settings.limits().limits()) {
            var measure = limit.measure();
            var before = states.get(measure.key());
            var verdict = verdicts.getOrDefault(measure, AlertRule.Verdict.UNKNOWN);
            var step = settings.alerts().step(before == null ? AlertState.QUIET : before, verdict, startMillis);
            if (!step.next().equals(before)) {
                states.put(measure.key(), step.next());
            }
            var value = figures.of(measure).value();
            if (step.change() != Change.NONE && value != null) {
                alerts.add(alert(startMillis, limit, value, bound(limit, reference), step));
            }
        }
        return alerts;
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

    private DriftAlert alert(long startMillis, QualityLimit limit, double value, double bound, AlertRule.Step step) {
        boolean raised = step.change() == Change.RAISED;
        var since = Instant.ofEpochMilli(step.episode().sinceMillis());
        var test = limit.measure().key();
        var beyond =
                switch (limit.measure().better()) {
                    case HIGHER -> "below";
                    case LOWER -> "above";
                    case NEAR_ZERO -> "further from 0 than";
                };
        var message = String.format(
                Locale.ROOT,
                raised
                        ? "%s is %.4g, %s %.4g in %d windows since %s"
                        : "%s is %.4g, no longer %s %.4g; it was in %d windows since %s",
                test,
                value,
                beyond,
                bound,
                step.episode().held(),
                since);
        return DriftAlert.newBuilder()
                .setPipeline(settings.pipeline())
                .setFeature(QualityTopology.FEATURE)
                .setTest(test)
                .setState(raised ? DriftAlertState.RAISED : DriftAlertState.RESOLVED)
                .setValue(value)
                .setThreshold(bound)
                .setSince(since)
                .setWindowStart(Instant.ofEpochMilli(startMillis))
                .setWindowEnd(Instant.ofEpochMilli(settings.windows().endOf(startMillis)))
                .setWindowsHeld(step.episode().held())
                .setMessage(message)
                .build();
    }
}
