package io.millrace.sandbox.demo;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.fleet.Operator;
import io.millrace.app.journal.Line;
import io.millrace.app.journal.Order;
import io.millrace.app.rollout.Change;
import io.millrace.app.rollout.Entry;
import io.millrace.app.rollout.Note;
import io.millrace.app.rollout.Plan;
import io.millrace.app.rollout.Share;
import io.millrace.app.runtime.MetricNames;
import io.millrace.app.runtime.PipelineRuntime;
import io.millrace.app.runtime.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Challengers that are judged by what became of events, on a real broker, while events come. */
@SuppressWarnings("try") // an instance is closed in the middle to see who goes on
class JudgeIT {
    private static final Logger LOG = LoggerFactory.getLogger(JudgeIT.class);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** Guard rails that mind errors only, so that the rest is the judge's. */
    private static final String JUDGED = """
            rollout:
              guard: { max-shift: 1 }
              judge: { min-events: 500 }
            """;

    @TempDir
    private Path work;

    private PipelineRuntime start(ContestStand stand, String name) throws Exception {
        return stand.start(work.resolve(name), name, EnumSet.allOf(Role.class));
    }

    private static void awaitReady(PipelineRuntime... instances) throws Exception {
        Await.until("all instances are ready", PATIENCE, () -> List.of(instances).stream()
                .allMatch(PipelineRuntime::ready));
    }

    private static Plan plan(Operator operator) {
        return operator.state().timeline().last().orElseThrow();
    }

    @Test
    void aBetterShadowIsPromotedByWhoeverIsLeftToJudgeAndAnEqualOneStays() throws Exception {
        try (var kafka = KafkaUnderTest.start();
                var stand =
                        new ContestStand(kafka.bootstrap(), "champion", work.resolve("pipeline"), JUDGED, 20261122);
                var one = start(stand, "one");
                var two = start(stand, "two")) {
            awaitReady(one, two);
            try (var operator = stand.operator()) {
                var equal = stand.register(operator, "equal");
                operator.change(Order.of(new Change.Shadow(equal), "tester", "as good as the champion"));
                stand.awaitEvents(4_000);
                assertThat(plan(operator).shadows()).containsExactly(equal);
                var better = stand.register(operator, "better");
                operator.change(Order.of(new Change.Shadow(better), "tester", "better than the champion"));

                // When
                one.close();
                Await.until("the better one is the champion", PATIENCE, () -> plan(operator)
                        .champion()
                        .equals(better));

                // Then
                assertThat(operator.state().timeline().plans().values())
                        .noneMatch(plan -> plan.champion().equals(equal));
            }
            try (var operator = stand.operator()) {
                var note = lastAutomatic(operator).note();
                assertThat(note.reason()).startsWith("quality: ");
                assertThat(note.evidence()).containsKeys("merit.quality.measured", "harm.labels.measured");
            }
        }
    }

    @Test
    void aBetterCanaryIsPromotedByOutcomes() throws Exception {
        var judged = """
                rollout:
                  guard: { max-shift: 1 }
                  judge: { min-events: 500, max-shift: 1 }
                """;
        try (var kafka = KafkaUnderTest.start();
                var stand = new ContestStand(kafka.bootstrap(), "shifted", work.resolve("pipeline"), judged, 20261123);
                var one = start(stand, "one")) {
            awaitReady(one);
            try (var operator = stand.operator()) {
                var better = stand.register(operator, "better");

                // When
                operator.change(Order.of(new Change.Canary(better, Share.of(0.3), List.of()), "tester", "much better"));

                // Then
                Await.until("the better one is the champion", PATIENCE, () -> plan(operator)
                        .champion()
                        .equals(better));
                assertThat(plan(operator).trial()).isNull();
                assertThat(Scraped.sum(one, MetricNames.JUDGE_DECISIONS, "decision=\"promoted\""))
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void badChallengersThatNoGuardRailMindsAreRolledBackByTheJudge() throws Exception {
        try (var kafka = KafkaUnderTest.start();
                var stand =
                        new ContestStand(kafka.bootstrap(), "champion", work.resolve("pipeline"), JUDGED, 20261124);
                var one = start(stand, "one")) {
            awaitReady(one);
            try (var operator = stand.operator()) {
                var inverted = stand.register(operator, "inverted");
                operator.change(Order.of(new Change.Shadow(inverted), "tester", "bad"));
                Await.until("the shadow is gone", PATIENCE, () -> plan(operator)
                        .shadows()
                        .isEmpty());
                var slow = stand.register(operator, "slow");
                operator.change(Order.of(new Change.Canary(slow, Share.of(0.3), List.of()), "tester", "slow"));
                Await.until("the canary is gone", PATIENCE, () -> plan(operator).trial() == null);

                assertThat(plan(operator).champion()).isEqualTo(stand.champion());
            }
            try (var operator = stand.operator()) {
                assertThat(lastAutomatic(operator).note().reason()).startsWith("latency: ");
            }
        }
    }

    private static Entry.Changed lastAutomatic(Operator operator) {
        Entry.Changed last = null;
        for (var line : operator.history()) {
            if (line instanceof Line.Written written
                    && written.refusal() == null
                    && written.entry() instanceof Entry.Changed changed
                    && changed.note().actor().equals(Note.AUTOMATIC)) {
                last = changed;
                LOG.atInfo().addKeyValue("reason", changed.note().reason()).log("automatic");
            }
        }
        return requireNonNull(last);
    }
}
