package io.millrace.drift.outcome;

import static io.millrace.drift.window.Examples.HOUR;
import static io.millrace.drift.window.Examples.MINUTE;
import static io.millrace.drift.window.Examples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.drift.DriftAlert;
import io.millrace.schemas.drift.QualityState;
import io.millrace.schemas.drift.QualityStatistic;
import io.millrace.schemas.drift.RetrainingRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

/** What the stores hold is all a task needs to go on: forgetting everything else, at any moment, changes nothing that is said. */
class QualityRestartTest {
    private static final int ROWS = 1200;
    private static final int ROWS_A_SECOND = 20;

    @Test
    void saysTheSameAfterRestartsInTheMiddleOfWindows() throws Exception {
        var undisturbed = run(row -> false);

        var restartedNowAndThen = run(row -> row % 97 == 0);
        var restartedAgainAndAgain = run(row -> row % 3 == 0);

        assertThat(undisturbed)
                .hasAtLeastOneElementOfType(DriftAlert.class)
                .hasAtLeastOneElementOfType(RetrainingRequest.class);
        assertThat(undisturbed.stream().filter(QualityRestartTest::isFinal)).hasSizeGreaterThan(5);
        assertThat(undisturbed.stream().filter(QualityRestartTest::isOfTheRest)).isNotEmpty();
        assertThat(restartedNowAndThen).isEqualTo(undisturbed);
        assertThat(restartedAgainAndAgain).isEqualTo(undisturbed);
    }

    private static boolean isFinal(SpecificRecord said) {
        return said instanceof QualityStatistic quality && quality.getState() == QualityState.FINAL;
    }

    private static boolean isOfTheRest(SpecificRecord said) {
        return said instanceof QualityStatistic quality && "country=other".equals(quality.getSegment());
    }

    /** @return everything said about the same rows, in its order: a model that is good for three hours, and more countries than are told apart */
    private static List<SpecificRecord> run(IntPredicate restartBefore) throws Exception {
        var monitor = new FollowedMonitor(Followed.split(Followed.settings(true), 1, "country"));
        var random = new Random(42);
        var labels = new ArrayList<Boolean>();
        for (int i = 0; i < ROWS; i++) {
            if (restartBefore.test(i)) {
                monitor.restart();
            }
            long time = NOON + i * 12L * HOUR / ROWS - random.nextInt(9 * (int) MINUTE);
            double score = random.nextDouble();
            boolean good = time < NOON + 3 * HOUR;
            monitor.predict("e" + i, time, score, "7", "c" + random.nextInt(30));
            if (i >= 100) { // some 70 minutes later
                monitor.outcome("e" + (i - 100), labels.get(i - 100), time);
            }
            labels.add(random.nextDouble() < score == good);
            if (i % ROWS_A_SECOND == 0) {
                monitor.second();
            }
        }
        for (int i = 0; i < 40; i++) {
            monitor.second();
        }
        return monitor.said();
    }
}
