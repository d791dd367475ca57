package io.millrace.app.judge;

import static io.millrace.app.judge.Trials.CHALLENGER;
import static io.millrace.app.judge.Trials.CHAMPION;
import static io.millrace.app.judge.Trials.OTHER;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.judge.Contest.Kind;
import io.millrace.drift.judge.Criterion;
import io.millrace.drift.judge.Evidence;
import io.millrace.drift.judge.Finding;
import io.millrace.drift.judge.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BenchTest {
    private static final Evidence EVIDENCE = new Evidence(
            10,
            20,
            List.of(new Finding(Criterion.LABELS, 20, 0.9, 0.2, 10, 6)),
            List.of(new Finding(Criterion.QUALITY, 20, 0.1, 0, 4, 3)));
    private static final Verdict WATCH = new Verdict.KeepWatching(EVIDENCE);
    private static final Verdict PROMOTE = new Verdict.Promote(EVIDENCE);
    private static final Verdict ROLL_BACK = new Verdict.RollBack(Criterion.LABELS, EVIDENCE);
    private static final Contest ONE = new Contest(Kind.AB, CHALLENGER, CHAMPION, 1);
    private static final Contest TWO = new Contest(Kind.AB, OTHER, CHAMPION, 1);
    private static final Contest SHADOW = new Contest(Kind.SHADOW, OTHER, CHAMPION, 1);

    private static Map<Contest, Verdict> verdicts(Contest one, Verdict first, Contest two, Verdict second) {
        var all = new LinkedHashMap<Contest, Verdict>();
        all.put(one, first);
        all.put(two, second);
        return all;
    }

    @Test
    void nothingIsDueAsLongAsNothingIsShown() {
        assertThat(Bench.ruling(Map.of())).isEmpty();
        assertThat(Bench.ruling(verdicts(ONE, WATCH, TWO, WATCH))).isEmpty();
    }

    @Test
    void theFirstThatIsShownToBeBetterIsPromoted() {
        var ruling = Bench.ruling(verdicts(ONE, ROLL_BACK, TWO, PROMOTE)).orElseThrow();

        assertThat(ruling.promote()).isTrue();
        assertThat(ruling.contest()).isEqualTo(TWO);
        assertThat(ruling.reason()).startsWith("quality: 0.1000 measured");
        assertThat(ruling.evidence())
                .containsEntry("merit.quality.measured", 0.1)
                .containsEntry("champion-rows", 10.0)
                .containsEntry("challenger-rows", 20.0);
    }

    @Test
    void versionsThatAreComparedGoTogetherOnceAllOfThemDoHarm() {
        assertThat(Bench.ruling(verdicts(ONE, ROLL_BACK, TWO, WATCH))).isEmpty();

        var ruling = Bench.ruling(verdicts(ONE, ROLL_BACK, TWO, ROLL_BACK)).orElseThrow();

        assertThat(ruling.promote()).isFalse();
        assertThat(ruling.reason()).contains("dddddddd: labels: 0.9", "eeeeeeee: labels: 0.9");
    }

    @Test
    void aShadowBesideThemGoesByItself() {
        var ruling = Bench.ruling(verdicts(ONE, WATCH, SHADOW, ROLL_BACK)).orElseThrow();

        assertThat(ruling.contest()).isEqualTo(SHADOW);
        assertThat(ruling.promote()).isFalse();
    }

    @Test
    void timeThatIsUpIsAReasonWithoutAFinding() {
        var undecided = new Verdict.RollBack(Criterion.UNDECIDED, EVIDENCE);

        assertThat(Bench.ruling(Map.of(SHADOW, undecided)).orElseThrow().reason())
                .isEqualTo("undecided when its time was up");
    }
}
