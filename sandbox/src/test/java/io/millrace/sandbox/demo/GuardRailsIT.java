package io.millrace.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.fleet.Operator;
import io.millrace.app.journal.Line;
import io.millrace.app.journal.Order;
import io.millrace.app.rollout.Change;
import io.millrace.app.rollout.Entry;
import io.millrace.app.rollout.Note;
import io.millrace.app.rollout.RolloutState;
import io.millrace.app.rollout.Share;
import io.millrace.app.runtime.MetricNames;
import io.millrace.app.runtime.PipelineRuntime;
import io.millrace.app.runtime.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bad challengers on a real broker, with two instances and nobody who looks. */
class GuardRailsIT {
    private static final Logger LOG = LoggerFactory.getLogger(GuardRailsIT.class);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int ROUNDS = 7;
    private static final String LIMITS = "rollout: { guard: { max-p99: 100ms } }\n";

    @TempDir
    private Path work;

    @Test
    void badChallengersAreRolledBackByThemselvesAgainAndAgain() throws Exception {
        try (var kafka = KafkaUnderTest.start();
                var stand =
                        new ContestStand(kafka.bootstrap(), "champion", work.resolve("pipeline"), LIMITS, 20261121);
                var one = stand.start(work.resolve("one"), "one", Set.of(Role.SCORE));
                var two = stand.start(work.resolve("two"), "two", Set.of(Role.SCORE))) {
            var instances = List.of(one, two);
            Await.until("both instances are ready", PATIENCE, () -> instances.stream()
                    .allMatch(PipelineRuntime::ready));
            try (var operator = stand.operator()) {
                var before = stand.register(operator, "equal"); // which a second roll-back would go back to
                operator.change(Order.of(new Change.Promote(before), "tester", "to have been the champion"));
                operator.change(Order.of(new Change.Promote(stand.champion()), "tester", "the better known"));
                for (var model : List.of("inverted", "unlucky", "slow")) {
                    var version = stand.register(operator, model);
                    for (int round = 0; round < ROUNDS; round++) {
                        // When
                        operator.change(Order.of(
                                new Change.Canary(version, Share.of(0.5), List.of()), "tester", "round " + round));
                        Await.until(model + " is rolled back", PATIENCE, () -> trialIsOver(operator.state()));

                        // Then
                        assertThat(operator.state()
                                        .timeline()
                                        .last()
                                        .orElseThrow()
                                        .champion())
                                .isEqualTo(stand.champion());
                    }
                }
                // When
                var shadow = stand.register(operator, "better"); // which is good
                operator.change(Order.of(new Change.Shadow(shadow), "tester", "a good one"));
                stand.awaitEvents(3_000);

                // Then
                assertThat(operator.state().timeline().last().orElseThrow().shadows())
                        .containsExactly(shadow);
                // When
                operator.change(
                        Order.of(new Change.Shadow(stand.register(operator, "shifted")), "tester", "a bad one"));
                // Then
                Await.until("only the good one is left", PATIENCE, () -> operator.state()
                        .timeline()
                        .last()
                        .orElseThrow()
                        .shadows()
                        .equals(List.of(shadow)));
            }
            try (var operator = stand.operator()) {
                assertRolledBackWithEvidence(operator);
            }
            assertThat(alarms(instances)).isBetween(3.0 * ROUNDS + 1, 6.0 * ROUNDS + 2); // of one instance or of both
        }
    }

    private static boolean trialIsOver(RolloutState state) {
        return state.timeline().last().orElseThrow().trial() == null;
    }

    private static void assertRolledBackWithEvidence(Operator operator) {
        var automatic = new ArrayList<Entry.Changed>();
        for (var line : operator.history()) {
            if (line instanceof Line.Written written
                    && written.refusal() == null
                    && written.entry() instanceof Entry.Changed changed
                    && changed.note().actor().equals(Note.AUTOMATIC)) {
                automatic.add(changed);
                LOG.info(
                        "{} {} {}",
                        changed.change(),
                        changed.note().reason(),
                        changed.note().evidence());
            }
        }
        assertThat(automatic).hasSize(3 * ROUNDS).allMatch(changed -> changed.change() instanceof Change.RollBack);
        assertThat(automatic.stream()
                        .map(changed -> changed.note().reason().replaceAll("(?s):.*", ""))
                        .distinct())
                .containsExactly("guard-scores", "guard-errors", "guard-latency");
        assertThat(automatic.get(0).note().evidence()).containsKey("harm.guard-scores.measured");
    }

    private static double alarms(List<PipelineRuntime> instances) throws Exception {
        double sum = 0;
        for (var instance : instances) {
            sum += Scraped.sum(instance, MetricNames.GUARD_ALARMS);
        }
        return sum;
    }
}
