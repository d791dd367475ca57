package io.millrace.drift.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.schemas.drift.DriftStatistic;
import io.millrace.schemas.drift.DriftTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FalseDiscoveriesTest {
    /** The example of Benjamini and Hochberg (1995), section 3: of fifteen p-values four are rejected at 5 %. */
    @Test
    void keepsWhatTheProcedureOfBenjaminiAndHochbergRejects() {
        Double[] chances = {
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
            0.7590, 1.0000
        };
        var statistics = statistics(chances);

        new FalseDiscoveries(0.05).control(statistics);

        assertThat(drifted(statistics)).containsExactly(0, 1, 2, 3);
        assertThat(statistics.get(4).getTests().get(0).getSetAside()).isTrue();
        assertThat(statistics.get(0).getTests().get(0).getSetAside()).isFalse();
    }

    @Test
    void leavesTestsWithoutAPValueAlone() {
        var statistics = statistics(null, 0.9, null);

        new FalseDiscoveries(0.05).control(statistics);

        assertThat(drifted(statistics)).containsExactly(0, 2);
    }

    @Test
    void setsNothingAsideThatIsCalm() {
        var statistics = statistics(0.9);
        statistics.get(0).getTests().get(0).setDrifted(false);

        new FalseDiscoveries(0.05).control(statistics);

        assertThat(statistics.get(0).getTests().get(0).getSetAside()).isFalse();
    }

    @Test
    void setsNothingAsideWhereNothingIsControlled() {
        var statistics = statistics(1.0, 0.5);

        FalseDiscoveries.UNCONTROLLED.control(statistics);

        assertThat(drifted(statistics)).containsExactly(0, 1);
    }

    @Test
    void ofPureChanceSeldomLeavesAnything() {
        var random = new Random(42);
        int windowsWithAny = 0;
        for (int window = 0; window < 2_000; window++) {
            var statistics = statistics(random.doubles(30).boxed().toArray(Double[]::new));
            new FalseDiscoveries(0.05).control(statistics);
            windowsWithAny += drifted(statistics).isEmpty() ? 0 : 1;
        }

        assertThat(windowsWithAny).isBetween(60, 140); // 5 % of 2000, within four standard deviations
    }

    @Test
    void refusesAnImpossibleRate() {
        assertThatIllegalArgumentException().isThrownBy(() -> new FalseDiscoveries(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new FalseDiscoveries(1.01));
    }

    /** One feature each, all beyond their threshold. */
    private static List<DriftStatistic> statistics(@Nullable Double... chances) {
        var statistics = new ArrayList<DriftStatistic>();
        for (Double chance : Arrays.asList(chances)) {
            var statistic = new DriftStatistic();
            statistic.setTests(List.of(new DriftTest("psi", "", 1.0, 0.25, true, chance, false, null)));
            statistics.add(statistic);
        }
        return statistics;
    }

    private static List<Integer> drifted(List<DriftStatistic> statistics) {
        var drifted = new ArrayList<Integer>();
        for (int i = 0; i < statistics.size(); i++) {
            if (statistics.get(i).getTests().get(0).getDrifted()) {
                drifted.add(i);
            }
        }
        return drifted;
    }
}
