package io.millrace.drift.topology;

import io.millrace.drift.window.AlertRule;
import io.millrace.drift.window.AlertRule.Change;
import io.millrace.drift.window.AlertRule.Verdict;
import io.millrace.drift.window.AlertState;
import io.millrace.schemas.drift.DriftAlert;
import io.millrace.schemas.drift.DriftAlertState;
import io.millrace.schemas.drift.DriftStatistic;
import io.millrace.schemas.drift.DriftTest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.streams.state.KeyValueStore;

/** Holds the statistics of windows, in their order, against the alert rule; remembers in a store. Confined to one task. */
final class AlertBoard {
    static final String STORE = "alert-states";

    private final KeyValueStore<String, AlertState> states;
    private final AlertRule rule;

    AlertBoard(KeyValueStore<String, AlertState> states, AlertRule rule) {
        this.states = states;
        this.rule = rule;
    }

    /** The alerts raised or resolved by this window, in the order of its tests. */
    List<DriftAlert> take(DriftStatistic statistic) {
        var alerts = new ArrayList<DriftAlert>();
        for (var test : statistic.getTests()) {
            String key = statistic.getFeature() + "/" + test.getName();
            var before = states.get(key);
            var step = rule.step(
                    before == null ? AlertState.QUIET : before,
                    verdict(statistic, test),
                    statistic.getWindowStart().toEpochMilli());
            if (!step.next().equals(before)) {
                states.put(key, step.next());
            }
            if (step.change() != Change.NONE) {
                alerts.add(alert(statistic, test, step));
            }
        }
        return alerts;
    }

    private static Verdict verdict(DriftStatistic statistic, DriftTest test) {
        if (statistic.getWarmingUp() || test.getValue() == null) {
            return Verdict.UNKNOWN;
        }
        return test.getDrifted() ? Verdict.DRIFTED : Verdict.CALM;
    }

    private static DriftAlert alert(DriftStatistic statistic, DriftTest test, AlertRule.Step step) {
        boolean raised = step.change() == Change.RAISED;
        var since = Instant.ofEpochMilli(step.episode().sinceMillis());
        String message = String.format(
                Locale.ROOT,
                raised
                        ? "%s of %s is %.4g, above %.4g in %d windows since %s"
                        : "%s of %s is %.4g, no longer above %.4g; it was in %d windows since %s",
                test.getName(),
                statistic.getFeature(),
                test.getValue(),
                test.getThreshold(),
                step.episode().held(),
                since);
        return DriftAlert.newBuilder()
                .setPipeline(statistic.getPipeline())
                .setFeature(statistic.getFeature())
                .setTest(test.getName())
                .setState(raised ? DriftAlertState.RAISED : DriftAlertState.RESOLVED)
                .setValue(test.getValue())
                .setThreshold(test.getThreshold())
                .setSince(since)
                .setWindowStart(statistic.getWindowStart())
                .setWindowEnd(statistic.getWindowEnd())
                .setWindowsHeld(step.episode().held())
                .setMessage(message)
                .build();
    }
}
