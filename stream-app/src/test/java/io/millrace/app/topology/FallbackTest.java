package io.millrace.app.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.model.CallDefinition;
import io.millrace.app.model.CircuitDefinition;
import io.millrace.app.model.OnnxModel;
import io.millrace.app.model.TestModels;
import io.millrace.app.model.ValueGuard;
import io.millrace.app.model.Watchdog;
import io.millrace.app.topology.ScoreOutcome.Scored;
import io.millrace.app.topology.ScoreOutcome.Unscored;
import io.millrace.enrich.contract.RejectionReason;
import io.millrace.enrich.event.Event;
import io.millrace.enrich.event.Origin;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** On models that say a quarter of the first feature: {@code lookup} fails above 3, {@code patient} takes days for 1e15. */
class FallbackTest {
    private static final double DAYS = 1e15;
    private static final CircuitDefinition CIRCUIT = new CircuitDefinition(2, Duration.ofSeconds(30));

    private Instant now = Instant.ofEpochMilli(1_000);

    private final class SetClock extends Clock {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private interface Trial {
        void run(ScoreBatch batch);
    }

    private void with(String model, @Nullable Double fallback, Trial trial) throws Exception {
        var calls = new CallDefinition(Duration.ofMillis(50), CIRCUIT, fallback);
        try (var opened = OnnxModel.open(TestModels.folder(), TestModels.manifest(model), TestModels.output(model));
                var watchdog = new Watchdog(calls.deadline());
                var scorer = opened.newScorer(4, watchdog)) {
            trial.run(new ScoreBatch(scorer, ValueGuard.NONE, ValueGuard.Listener.NONE, calls, new SetClock()));
        }
    }

    private static List<ScoreOutcome> score(ScoreBatch batch, double... firsts) {
        Arrays.stream(firsts).mapToObj(FallbackTest::event).forEach(batch::add);
        return batch.score();
    }

    private static Event event(double first) {
        var payment = Payments.payment("e", Payments.NOON, "c1", "m1", first);
        var origin = new Origin("transactions", 0, 0, Payments.NOON.toEpochMilli(), null, null);
        return new Event(payment, origin, "e", Payments.NOON.toEpochMilli(), new double[] {first, 0, 0}, 0);
    }

    private static String said(ScoreOutcome outcome) {
        return outcome instanceof Scored scored
                ? scored.variant().code() + " " + scored.score()
                : ((Unscored) outcome).rejected().reason().code();
    }

    @Test
    void anEventThatTheModelFailsOnHasTheFallbacksScoreAndSaysSo() throws Exception {
        with("lookup", 0.125, batch -> assertThat(score(batch, 1, 7, 2))
                .extracting(FallbackTest::said)
                .containsExactly("champion 0.25", "fallback 0.125", "champion 0.5"));
    }

    @Test
    void aCallThatIsOverdueIsEndedAndOnlyTheEventThatIsTheReasonFallsBack() throws Exception {
        with("patient", 0.125, batch -> assertThat(score(batch, 1, DAYS, 2))
                .extracting(FallbackTest::said)
                .containsExactly("champion 0.25", "fallback 0.125", "champion 0.5"));
    }

    @Test
    void aModelThatFailsAgainAndAgainIsLeftAloneAndThenAskedAgain() throws Exception {
        with("lookup", 0.125, batch -> {
            assertThat(said(score(batch, 7).get(0))).isEqualTo("fallback 0.125");
            assertThat(said(score(batch, 1).get(0))).isEqualTo("champion 0.25");
            score(batch, 7);
            score(batch, 7);

            assertThat(said(score(batch, 1).get(0))).as("left alone").isEqualTo("fallback 0.125");
            now = now.plusSeconds(30).minusMillis(1);
            assertThat(said(score(batch, 1).get(0))).isEqualTo("fallback 0.125");
            now = now.plusMillis(1);
            assertThat(said(score(batch, 1).get(0))).as("asked again").isEqualTo("champion 0.25");
            score(batch, 7);
            assertThat(said(score(batch, 2).get(0))).isEqualTo("champion 0.5");
        });
    }

    @Test
    void withoutAFallbackAFailureIsTheEventsAndTheNextIsAsked() throws Exception {
        with("lookup", null, batch -> {
            for (int i = 0; i < 5; i++) {
                assertThat(said(score(batch, 7).get(0))).isEqualTo(RejectionReason.MODEL_FAILED.code());
            }
            assertThat(said(score(batch, 1).get(0))).isEqualTo("champion 0.25");
        });
    }

    @Test
    void aModelThatHangsIsLeftAloneWithoutAFallbackToo() throws Exception {
        with("patient", null, batch -> {
            var outcomes = score(batch, DAYS, DAYS, DAYS, DAYS);

            assertThat(outcomes).extracting(FallbackTest::said).containsOnly("model-failed");
            assertThat(((Unscored) outcomes.get(0)).rejected().detail()).contains("took longer than 50 ms");
            assertThat(((Unscored) outcomes.get(3)).rejected().detail()).contains("left alone");
            now = now.plusSeconds(30);
            assertThat(said(score(batch, 1).get(0))).isEqualTo("champion 0.25");
        });
    }

    @Test
    void aScoreThatIsNoNumberIsNeverSaid() throws Exception {
        with("patient", 0.125, batch -> assertThat(score(batch, Double.NEGATIVE_INFINITY))
                .extracting(FallbackTest::said)
                .containsExactly("fallback 0.125"));
        with("patient", null, batch -> assertThat(score(batch, Double.NEGATIVE_INFINITY))
                .extracting(FallbackTest::said)
                .containsExactly("score-not-finite"));
    }
}
