package io.millrace.benchmarks.drift;

import io.millrace.benchmarks.drift.Judging.Said;
import io.millrace.drift.window.AlertRule;
import io.millrace.drift.window.AlertRule.Change;
import io.millrace.drift.window.AlertRule.Verdict;
import io.millrace.drift.window.AlertState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Raises alerts as the monitor does, by test and feature, and remembers which stand. Not safe for use by several threads. */
final class Alarms {
    private final AlertRule rule;
    private final Map<String, AlertState> states;

    private Alarms(AlertRule rule, Map<String, AlertState> states) {
        this.rule = rule;
        this.states = states;
    }

    /** None stands. */
    static Alarms holding(int hold) {
        return new Alarms(new AlertRule(hold), new HashMap<>());
    }

    /** The same ones standing, apart from now on. */
    Alarms copy() {
        return new Alarms(rule, new HashMap<>(states));
    }

    /** The features of the alerts that a window raises, one for each alert. */
    List<String> raised(List<Said> window, long startMillis) {
        return window.stream()
                .filter(said -> raises(said.feature() + "/" + said.test(), said.verdict(), startMillis))
                .map(Said::feature)
                .toList();
    }

    /** Whether what a window says of one test raises an alert. */
    boolean raises(String test, Verdict verdict, long startMillis) {
        var step = rule.step(states.getOrDefault(test, AlertState.QUIET), verdict, startMillis);
        states.put(test, step.next());
        return step.change() == Change.RAISED;
    }
}
