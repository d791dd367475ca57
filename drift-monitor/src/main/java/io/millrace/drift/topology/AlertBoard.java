package io.millrace.drift.topology;

import io.millrace.drift.detect.DetectorKind;
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
    private final AlertRule atOnce;

    AlertBoard(KeyValueStore<String, AlertState> states, AlertRule rule) {
        this.states = states;
        this.rule = rule;
        this.atOnce = new AlertRule(1, rule.coolDown());
    }

    /** The alerts raised or resolved by this window, in the order of its tests. */
    List<DriftAlert> take(DriftStatistic statistic) {
        var alerts = new ArrayList<DriftAlert>();
        for (var test : statistic.getTests()) {
            String key = key(statistic, test);
            var before = states.get(key);
            var step = ruleOf(test)
                    .step(
                            before == null ? AlertState.QUIET : before,
                            verdict(statistic, test),
                            statistic.getWindowStart().toEpochMilli());
            if (step.next().equals(AlertState.QUIET)) {
                if (before != null) {
                    states.delete(key);
                }
            } else if (!step.next().equals(before)) {
                states.put(key, step.next());
            }
            if (step.change() != Change.NONE) {
                alerts.add(alert(statistic, test, step));
            }
        }
        return alerts;
    }

    /** A detector speaks once where values change, and then goes by the new ones: waiting for it to repeat itself is in vain. */
    private AlertRule ruleOf(DriftTest test) {
        return DetectorKind.ofCode(test.getName()).isPresent() ? atOnce : rule;
    }

    private static String key(DriftStatistic statistic, DriftTest test) {
        String ofAll = statistic.getFeature() + "/" + test.getName();
        return statistic.getSegmentBy() == null
                ? ofAll
                : ofAll + "/" + statistic.getSegmentBy() + "=" + statistic.getSegmentValue();
    }

    private static Verdict verdict(DriftStatistic statistic, DriftTest test) {
        if (statistic.getWarmingUp() || test.getValue() == null) {
            return Verdict.UNKNOWN;
        }
        return test.getDrifted() ? Verdict.DRIFTED : Verdict.CALM;
    }

    private static DriftAlert alert(DriftStatistic statistic, DriftTest test, AlertRule.Step step) {
        var moved = Movement.of(statistic, test);
        return DriftAlert.newBuilder()
                .setPipeline(statistic.getPipeline())
                .setFeature(statistic.getFeature())
                .setTest(test.getName())
                .setState(step.change() == Change.RAISED ? DriftAlertState.RAISED : DriftAlertState.RESOLVED)
                .setValue(test.getValue())
                .setThreshold(test.getThreshold())
                .setSince(Instant.ofEpochMilli(step.episode().sinceMillis()))
                .setWindowStart(statistic.getWindowStart())
                .setWindowEnd(statistic.getWindowEnd())
                .setWindowsHeld(step.episode().held())
                .setMessage(message(statistic, test, step, moved))
                .setSegmentBy(statistic.getSegmentBy())
                .setSegmentValue(statistic.getSegmentValue())
                .setMeasure(moved.measure())
                .setReference(moved.reference())
                .setCurrent(moved.current())
                .setPValue(test.getPValue())
                .setModelName(statistic.getModelName())
                .setModelVersion(statistic.getModelVersion())
                .setModelDigest(statistic.getModelDigest())
                .build();
    }

    private static String message(DriftStatistic statistic, DriftTest test, AlertRule.Step step, Movement moved) {
        String told = String.format(
                Locale.ROOT,
                step.change() == Change.RAISED
                        ? "%s of %s is %.4g, above %.4g in %d windows since %s"
                        : "%s of %s is %.4g, no longer above %.4g; it was in %d windows since %s",
                test.getName(),
                statistic.getFeature(),
                test.getValue(),
                test.getThreshold(),
                step.episode().held(),
                Instant.ofEpochMilli(step.episode().sinceMillis()));
        String where = statistic.getSegmentBy() == null
                ? ""
                : ", where " + statistic.getSegmentBy() + " is " + statistic.getSegmentValue();
        String model = statistic.getModelName() == null
                ? ""
                : "; model " + statistic.getModelName() + " " + statistic.getModelVersion();
        return told + where + moved.told() + model;
    }
}
