package io.millrace.app.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.model.BatchDefinition;
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
import org.junit.jupiter.api.Test;

/** On models that say a quarter of the first feature: {@code lookup} fails above 3, {@code patient} takes days for 1e15. */
class FallbackTest {
    private static final double DAYS = 1e15;
    private static final CircuitDefinition CIRCUIT = new CircuitDefinition(2, Duration.ofSeconds(30));

    private static final Fallback EIGHTH = new Fallback.Constant(0.125, ScoredBy.constant(0.125, 0.5));

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

    private void with(String model, Fallback fallback, Trial trial) throws Exception {
        var calls = new CallDefinition(Duration.ofMillis(50), CIRCUIT);
        try (var opened = open(model);
                var watchdog = new Watchdog(calls.deadline())) {
            var asking = new Asking(watchdog, ValueGuard.NONE, BatchDefinition.DEFAULT, calls, fallback, null);
            try (var batch = asking.newBatch(4, Payments.always(opened, null), new Heard(), new SetClock())) {
                trial.run(batch);
            }
        }
    }

    private static OnnxModel open(String model) throws Exception {
        return OnnxModel.open(TestModels.folder(), TestModels.manifest(model), TestModels.output(model));
    }

    private static Fallback lighter(OnnxModel model) {
        return new Fallback.Lighter(model, ScoredBy.of(Variant.FALLBACK, model.manifest(), 0.5));
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
                ? scored.by().variant().code() + " " + scored.score()
                : ((Unscored) outcome).rejected().reason().code();
    }

    @Test
    void anEventThatTheModelFailsOnHasTheFallbacksScoreAndSaysSo() throws Exception {
        with("lookup", EIGHTH, batch -> assertThat(score(batch, 1, 7, 2))
                .extracting(FallbackTest::said)
                .containsExactly("champion 0.25", "fallback 0.125", "champion 0.5"));
    }

    @Test
    void aCallThatIsOverdueIsEndedAndOnlyTheEventThatIsTheReasonFallsBack() throws Exception {
        with("patient", EIGHTH, batch -> assertThat(score(batch, 1, DAYS, 2))
                .extracting(FallbackTest::said)
                .containsExactly("champion 0.25", "fallback 0.125", "champion 0.5"));
    }

    @Test
    void aModelThatFailsAgainAndAgainIsLeftAloneAndThenAskedAgain() throws Exception {
        with("lookup", EIGHTH, batch -> {
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
        with("lookup", Fallback.NOBODY, batch -> {
            for (int i = 0; i < 5; i++) {
                assertThat(said(score(batch, 7).get(0))).isEqualTo(RejectionReason.MODEL_FAILED.code());
            }
            assertThat(said(score(batch, 1).get(0))).isEqualTo("champion 0.25");
        });
    }

    @Test
    void aModelThatHangsIsLeftAloneWithoutAFallbackToo() throws Exception {
        with("patient", Fallback.NOBODY, batch -> {
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
        with("patient", EIGHTH, batch -> assertThat(score(batch, Double.NEGATIVE_INFINITY))
                .extracting(FallbackTest::said)
                .containsExactly("fallback 0.125"));
        with("patient", Fallback.NOBODY, batch -> assertThat(score(batch, Double.NEGATIVE_INFINITY))
                .extracting(FallbackTest::said)
                .containsExactly("score-not-finite"));
    }

    @Test
    void anotherModelScoresInItsPlaceAllRowsTogetherAndSaysSo() throws Exception {
        try (var lighter = open("lookup")) {
            with("patient", lighter(lighter), batch -> {
                assertThat(score(batch, 1, DAYS, 2))
                        .extracting(FallbackTest::said)
                        .as("the lighter one fails on the same row")
                        .containsExactly("champion 0.25", "model-failed", "champion 0.5");
                score(batch, DAYS);
                score(batch, DAYS);

                assertThat(score(batch, 1, 7, 2))
                        .as("left alone")
                        .extracting(FallbackTest::said)
                        .containsExactly("fallback 0.25", "model-failed", "fallback 0.5");
            });
        }
    }

    @Test
    void whatNeitherModelScoresIsToldOfBoth() throws Exception {
        try (var lighter = open("lookup")) {
            with("lookup", lighter(lighter), batch -> {
                var refused = ((Unscored) score(batch, 7).get(0)).rejected();

                assertThat(refused.reason()).isEqualTo(RejectionReason.MODEL_FAILED);
                assertThat(refused.detail()).matches("(?s).*; its fallback: .+");
            });
        }
    }

    @Test
    void theLighterModelHasADeadlineAndACircuitOfItsOwn() throws Exception {
        try (var lighter = open("patient")) {
            with("lookup", lighter(lighter), batch -> {
                for (int i = 0; i < 2; i++) {
                    var refused = ((Unscored) score(batch, DAYS).get(0)).rejected();
                    assertThat(refused.detail()).contains("its fallback: the model took longer than 50 ms");
                }

                var refused = ((Unscored) score(batch, 1).get(0)).rejected();
                assertThat(refused.detail()).as("both left alone").matches(".*left alone.*its fallback:.*left alone.*");
                now = now.plusSeconds(30);
                assertThat(said(score(batch, 1).get(0))).isEqualTo("champion 0.25");
            });
        }
    }
}
