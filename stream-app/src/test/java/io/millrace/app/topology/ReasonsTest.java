package io.millrace.app.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.explain.Explanation;
import io.millrace.app.explain.Reason;
import io.millrace.app.explain.ReasonsDefinition;
import io.millrace.app.model.BatchDefinition;
import io.millrace.app.model.CallDefinition;
import io.millrace.app.model.CircuitDefinition;
import io.millrace.app.model.OnnxModel;
import io.millrace.app.model.TestModels;
import io.millrace.app.model.ValueGuard;
import io.millrace.app.model.Watchdog;
import io.millrace.app.topology.ScoreOutcome.Scored;
import io.millrace.drift.profile.FeatureType;
import io.millrace.drift.profile.ProfileBuilder;
import io.millrace.drift.profile.ProfiledModel;
import io.millrace.drift.profile.ReferenceProfile;
import io.millrace.enrich.definition.Feature;
import io.millrace.enrich.event.Event;
import io.millrace.enrich.event.Origin;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** On models that say a quarter of the first feature: {@code lookup} fails above 3, {@code patient} takes days for 1e15. */
class ReasonsTest {
    private static final double DAYS = 1e15;
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(1_000), ZoneOffset.UTC);
    private static final CallDefinition CALLS = new CallDefinition(Duration.ofMillis(50), CircuitDefinition.DEFAULT);

    private final Heard heard = new Heard();

    /** @param median of the first feature; that of the others is 0 */
    private static ReferenceProfile profile(double median) {
        var features = TestModels.FEATURES.stream()
                .map(name -> new ProfileBuilder.Feature(name, FeatureType.DOUBLE))
                .toList();
        return new ProfileBuilder("transactions", new ProfiledModel("fraud", "1", "0".repeat(64)), features)
                .add(new double[] {median, 0, 0}, 0.5)
                .build("one row");
    }

    private static Explanation explanation(String model, double from, double median) throws Exception {
        var manifest = TestModels.manifest(model);
        return Explanation.of(
                        new ReasonsDefinition(2, from),
                        OnnxModel.bytes(TestModels.folder(), manifest),
                        manifest,
                        TestModels.output(model),
                        TestModels.FEATURES.stream()
                                .map(name -> new Feature(name, io.millrace.enrich.definition.FeatureType.DOUBLE))
                                .toList(),
                        Optional.of(profile(median)))
                .orElseThrow();
    }

    private List<ScoreOutcome> score(String model, double from, double median, double... firsts) throws Exception {
        try (var opened = OnnxModel.open(TestModels.folder(), TestModels.manifest(model), TestModels.output(model));
                var watchdog = new Watchdog(CALLS.deadline())) {
            var fallback = new Fallback.Constant(0.9, ScoredBy.constant(0.9, 0.5));
            var asking = new Asking(watchdog, ValueGuard.NONE, BatchDefinition.DEFAULT, CALLS, fallback, null);
            var passage = Payments.always(opened, explanation(model, from, median));
            try (var batch = asking.newBatch(4, passage, heard, CLOCK)) {
                Arrays.stream(firsts).mapToObj(ReasonsTest::event).forEach(batch::add);
                return batch.score();
            }
        }
    }

    private static Event event(double first) {
        var payment = Payments.payment("e", Payments.NOON, "c1", "m1", first);
        var origin = new Origin("transactions", 0, 0, Payments.NOON.toEpochMilli(), null, null);
        return new Event(payment, origin, "e", Payments.NOON.toEpochMilli(), new double[] {first, 0, 0}, 0);
    }

    @Test
    void scoresFromTheBoundOnHaveReasonsAndOthersNone() throws Exception {
        var outcomes = score("lookup", 0.5, 1, 1.9, 2, 3);

        assertThat(outcomes)
                .extracting(outcome -> ((Scored) outcome).reasons())
                .containsExactly(null, List.of(new Reason("amount", 0.25)), List.of(new Reason("amount", 0.5)));
        assertThat(heard.unexplained).isEqualTo(0);
    }

    @Test
    void aScoreThatNothingMovedHasAnEmptyListOfReasons() throws Exception {
        assertThat(((Scored) score("lookup", 0, 1, 1).get(0)).reasons()).isEmpty();
    }

    @Test
    void theFallbackHasNoReasonsAndItsNeighboursHave() throws Exception {
        var outcomes = score("lookup", 0, 1, 2, 7, 3);

        var fallback = (Scored) outcomes.get(1);
        assertThat(fallback.by().variant()).isEqualTo(Variant.FALLBACK);
        assertThat(fallback.reasons()).isNull();
        assertThat(((Scored) outcomes.get(0)).reasons()).isNotEmpty();
        assertThat(((Scored) outcomes.get(2)).reasons()).isNotEmpty();
        assertThat(heard.unexplained).isEqualTo(0);
    }

    @Test
    void aCallThatFailsTakesReasonsAndNoScore() throws Exception {
        var outcomes = score("lookup", 0, 7, 2, 3);

        assertThat(outcomes).extracting(outcome -> ((Scored) outcome).score()).containsExactly(0.5, 0.75);
        assertThat(outcomes)
                .extracting(outcome -> ((Scored) outcome).by().variant())
                .containsOnly(Variant.CHAMPION);
        assertThat(outcomes).extracting(outcome -> ((Scored) outcome).reasons()).containsOnlyNulls();
        assertThat(heard.unexplained).isEqualTo(2);
    }

    @Test
    void aCallThatIsOverdueEndsTheExplainingOfItsBatch() throws Exception {
        var outcomes = score("patient", 0, DAYS, 1, 2, 3);

        assertThat(outcomes).extracting(outcome -> ((Scored) outcome).score()).containsExactly(0.25, 0.5, 0.75);
        assertThat(outcomes).extracting(outcome -> ((Scored) outcome).reasons()).containsOnlyNulls();
        assertThat(heard.unexplained).isEqualTo(3);
    }
}
