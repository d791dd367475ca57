package io.millrace.app.judge;

import io.millrace.drift.judge.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says what is to be done after what was found of all contests. */
final class Bench {
    private Bench() {}

    /**
     * What is due. Of several versions that are compared the first is promoted that is shown to be better, and all go only once each of them does
     * harm.
     *
     * @param verdicts of all contests that are on, in their order
     * @return empty if nothing is
     */
    static Optional<Ruling> ruling(Map<Contest, Verdict> verdicts) {
        var harmful = new ArrayList<Ruling>();
        int compared = 0;
        for (var each : new LinkedHashMap<>(verdicts).entrySet()) {
            var contest = each.getKey();
            boolean together = contest.kind() == Contest.Kind.AB;
            compared += together ? 1 : 0;
            if (each.getValue() instanceof Verdict.Promote promote) {
                return Optional.of(Ruling.of(contest, promote));
            } else if (each.getValue() instanceof Verdict.RollBack rollBack && together) {
                harmful.add(Ruling.of(contest, rollBack));
            } else if (each.getValue() instanceof Verdict.RollBack rollBack) {
                return Optional.of(Ruling.of(contest, rollBack));
            }
        }
        return harmful.isEmpty() || harmful.size() < compared
                ? Optional.empty()
                : Optional.of(harmful.size() == 1 ? harmful.get(0) : Ruling.ofAll(List.copyOf(harmful)));
    }
}
