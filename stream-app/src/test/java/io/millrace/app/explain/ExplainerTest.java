package io.millrace.app.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExplainerTest {
    private static final List<String> FEATURES = List.of("a", "b", "c", "d");
    private static final ScoredRow ANY = new ScoredRow(new double[4], new String[0], 0.5);

    private static List<Reason> explained(int most, double... contributions) {
        return explainer(ReasonsDefinition.of(most), contributions)
                .explain(List.of(ANY))
                .get(0)
                .orElseThrow();
    }

    private static Explainer explainer(ReasonsDefinition definition, double... contributions) {
        Contributions same = (rows, late) -> {
            var all = new ArrayList<double[]>();
            rows.forEach(row -> all.add(late.getAsBoolean() ? null : contributions));
            return all;
        };
        return new Explainer(definition, FEATURES, same, Duration.ofHours(1));
    }

    @Test
    void thoseThatMovedTheScoreMostComeFirstWhicheverWayTheyMovedIt() {
        assertThat(explained(3, 0.1, -0.5, 0.2, 0.05))
                .containsExactly(new Reason("b", -0.5), new Reason("c", 0.2), new Reason("a", 0.1));
    }

    @Test
    void equalsComeInTheOrderOfTheRow() {
        assertThat(explained(3, 0.1, -0.5, 0.5, 0.1))
                .containsExactly(new Reason("b", -0.5), new Reason("c", 0.5), new Reason("a", 0.1));
    }

    @Test
    void aFeatureThatMovedNothingIsNoReason() {
        assertThat(explained(4, 0.0, -0.5, -0.0, 1e-12)).containsExactly(new Reason("b", -0.5), new Reason("d", 1e-12));
        assertThat(explained(1, 0, 0, 0, 0)).isEmpty();
    }

    @Test
    void whatIsNoNumberExplainsNothing() {
        var explainer = explainer(ReasonsDefinition.of(1), 0.1, Double.NaN, 0, 0);

        assertThat(explainer.explain(List.of(ANY, ANY))).hasSize(2).allMatch(reasons -> reasons.isEmpty());
    }

    @Test
    void nothingIsBegunWhenTheTimeIsOver() {
        Contributions waiting = (rows, late) -> {
            while (!late.getAsBoolean()) {
                Thread.onSpinWait();
            }
            var none = new ArrayList<double[]>();
            none.add(null);
            return none;
        };
        var explainer = new Explainer(ReasonsDefinition.of(1), FEATURES, waiting, Duration.ofMillis(1));

        assertThat(explainer.explain(List.of(ANY)).get(0)).isEmpty();
    }

    @Test
    void onlyScoresFromTheBoundOnAreAskedAbout() {
        var explainer = explainer(new ReasonsDefinition(1, 0.8));

        assertThat(explainer.asks(0.8)).isTrue();
        assertThat(explainer.asks(Math.nextDown(0.8))).isFalse();
        assertThat(explainer(ReasonsDefinition.of(1)).asks(-1e300)).isTrue();
    }
}
