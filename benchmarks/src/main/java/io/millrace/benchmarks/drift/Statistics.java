package io.millrace.benchmarks.drift;

import io.millrace.drift.window.AlertRule.Verdict;
import io.millrace.drift.window.Observation;
import io.millrace.drift.window.WindowAccumulator;
import io.millrace.drift.window.WindowJudge;
import io.millrace.schemas.drift.DriftTest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statistics of windows against limits. Immutable. */
record Statistics(WindowJudge judge) implements Judging {
    @Override
    public void read(Observation row) {}

    @Override
    public List<Said> of(WindowAccumulator window, long start) {
        var said = new ArrayList<Said>();
        for (var statistic : judge.judge(window, start, start + 1, false)) {
            for (var test : statistic.getTests()) {
                said.add(new Said(statistic.getFeature(), test.getName(), verdict(test)));
            }
        }
        return said;
    }

    private static Verdict verdict(DriftTest test) {
        if (test.getValue() == null) {
            return Verdict.UNKNOWN;
        }
        return test.getDrifted() ? Verdict.DRIFTED : Verdict.CALM;
    }

    @Override
    public Statistics copy(@Nullable String feature) {
        return this; // others count where chance is set aside
    }
}
