package io.millrace.app.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.model.Circuit;
import io.millrace.app.model.CircuitDefinition;
import io.millrace.app.model.InvalidModelException;
import io.millrace.app.model.OnnxModel;
import io.millrace.app.model.TestModels;
import io.millrace.app.model.Treatment;
import io.millrace.app.model.ValueGuard;
import io.millrace.app.model.ValueRule;
import io.millrace.app.model.ValueRule.Expected;
import io.millrace.app.topology.ScoreOutcome.Scored;
import io.millrace.app.topology.ScoreOutcome.Unscored;
import io.millrace.enrich.contract.RejectionReason;
import io.millrace.enrich.definition.Feature;
import io.millrace.enrich.definition.FeatureType;
import io.millrace.enrich.event.Event;
import io.millrace.enrich.event.Origin;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On a model that says a quarter of the first feature, and fails as a whole if any row's first feature is above 3. */
class ScoreBatchTest {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(1_234), ZoneOffset.UTC);

    private final OnnxModel model;
    private final ScoreBatch batch;

    ScoreBatchTest() throws InvalidModelException {
        model = OnnxModel.open(TestModels.folder(), TestModels.manifest("lookup"), TestModels.output("lookup"));
        batch = batch(ValueGuard.NONE, ScoringListener.NONE);
    }

    private ScoreBatch batch(ValueGuard guard, ScoringListener listener) {
        return batch(guard, listener, CallWatch.NOBODY);
    }

    private ScoreBatch batch(ValueGuard guard, ScoringListener listener, CallWatch watch) {
        var circuit = new Circuit(CircuitDefinition.DEFAULT);
        var versions = new VersionAnswers(
                4, served -> new ModelAnswers(model.newScorer(4), served.by(), circuit, false, watch, CLOCK));
        var budget = new ShadowBudget(Duration.ofSeconds(1));
        return new ScoreBatch(4, Payments.always(model, null), versions, Unanswered.REFUSED, guard, budget, listener);
    }

    @AfterEach
    void close() {
        batch.close();
        model.close();
    }

    private static Event event(String id, double first) {
        var payment = Payments.payment(id, Payments.NOON, "c1", "m1", first);
        var origin = new Origin("transactions", 0, 0, Payments.NOON.toEpochMilli(), null, null);
        return new Event(payment, origin, id, Payments.NOON.toEpochMilli(), new double[] {first, 0, 0}, 0);
    }

    @Test
    void scoresEachEventWithItsOwnRowInTheOrderInWhichTheyCame() {
        var events = List.of(event("a", 3), event("b", 0), event("c", 2));
        events.forEach(batch::add);

        var outcomes = batch.score();

        assertThat(outcomes).extracting(outcome -> ((Scored) outcome).event()).containsExactlyElementsOf(events);
        assertThat(outcomes).extracting(outcome -> ((Scored) outcome).score()).containsExactly(0.75, 0.0, 0.5);
        assertThat(outcomes).allMatch(outcome -> ((Scored) outcome).scoredAtMillis() == 1_234);
    }

    @Test
    void isEmptyOnceItIsScored() {
        batch.add(event("a", 1));
        assertThat(batch.score()).hasSize(1);

        assertThat(batch.score()).isEmpty();
        batch.add(event("b", 2));
        assertThat(batch.score())
                .extracting(outcome -> ((Scored) outcome).score())
                .containsExactly(0.5);
    }

    @Test
    void isFullWithAsManyRowsAsTheScorerTakes() {
        for (int i = 0; i < 3; i++) {
            batch.add(event("e" + i, i));
        }
        assertThat(batch.isFull()).isFalse();
        batch.add(event("e3", 3));
        assertThat(batch.isFull()).isTrue();
    }

    @Test
    void anEventThatTheModelRefusesTakesNoOtherWithIt() {
        batch.add(event("a", 1));
        batch.add(event("bad", 7));
        batch.add(event("c", 2));

        var outcomes = batch.score();

        assertThat(outcomes).hasSize(3);
        assertThat(((Scored) outcomes.get(0)).score()).isEqualTo(0.25);
        assertThat(((Unscored) outcomes.get(1)).rejected().reason()).isEqualTo(RejectionReason.MODEL_FAILED);
        assertThat(((Scored) outcomes.get(2)).score()).isEqualTo(0.5);
        assertThat(batch.score()).isEmpty();
    }

    @Test
    void anEventWithAValueThatTheModelMustNotSeeIsNotShownToIt() {
        var features = List.of(
                new Feature("a", FeatureType.DOUBLE),
                new Feature("b", FeatureType.DOUBLE),
                new Feature("c", FeatureType.DOUBLE));
        var rule = new ValueRule(
                new Treatment.OtherNumber(2), Treatment.REFUSE, Treatment.REFUSE, new Expected.Range(0, 3));
        var heard = new Heard();
        var guard = ValueGuard.of(features, feature -> feature.name().equals("a") ? rule : ValueRule.DEFAULT);
        try (var guarded = batch(guard, heard)) {
            List.of(event("a", 1), event("above", 7), event("missing", Double.NaN))
                    .forEach(guarded::add);

            var outcomes = guarded.score();

            assertThat(outcomes).hasSize(3);
            assertThat(((Scored) outcomes.get(0)).score()).isEqualTo(0.25);
            var rejected = ((Unscored) outcomes.get(1)).rejected();
            assertThat(rejected.reason()).isEqualTo(RejectionReason.VALUE_REFUSED);
            assertThat(rejected.detail()).startsWith("a is 7.0");
            assertThat(((Scored) outcomes.get(2)).score()).isEqualTo(0.5);
            assertThat(((Scored) outcomes.get(2)).event().row()[0]).isNaN();
            assertThat(heard.replaced).containsExactly("a");

            guarded.add(event("above", 7));
            assertThat(guarded.score()).singleElement().isInstanceOf(Unscored.class);
        }
    }

    @Test
    void dropsWhatItIsToldToDrop() {
        batch.add(event("a", 1));

        batch.clear();

        assertThat(batch.score()).isEmpty();
    }

    @Test
    void whoWatchesIsToldOfEveryCallButOneThatFailsForSomeOfItsRows() {
        var told = new ArrayList<String>();
        CallWatch watch = (rows, latestMillis, scores, nanos) -> {
            assertThat(nanos).isPositive();
            assertThat(latestMillis).isEqualTo(Payments.NOON.toEpochMilli());
            told.add(rows + ": " + scores.applyAsDouble(rows - 1));
        };
        try (var watched = batch(ValueGuard.NONE, ScoringListener.NONE, watch)) {
            List.of(event("a", 3), event("b", 1)).forEach(watched::add);
            watched.score();
            assertThat(told).containsExactly("2: 0.25");
            told.clear();

            List.of(event("c", 3), event("bad", 7)).forEach(watched::add);
            watched.score();

            assertThat(told).containsExactly("1: 0.75", "1: NaN");
        }
    }
}
