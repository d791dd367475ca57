package io.millrace.app.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.fail;

import io.millrace.app.audit.Difference.Column;
import io.millrace.app.audit.Difference.Missing;
import io.millrace.app.audit.Difference.Repeated;
import io.millrace.app.audit.Difference.Unexpected;
import io.millrace.app.audit.Difference.Unreadable;
import io.millrace.app.replay.Period;
import io.millrace.app.topology.PredictionId;
import io.millrace.schemas.prediction.PredictionField;
import io.millrace.schemas.prediction.PredictionSchema;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {
    private static final String TOPIC = "payments";
    private static final long FROM = 1_000;
    private static final long UNTIL = 2_000;
    private static final Schema SCHEMA = PredictionSchema.of(
            "payments", List.of(), List.of(new PredictionField("amount", PredictionField.Type.DOUBLE)));
    private static final Columns COLUMNS = new Columns(
            List.of("event_id", "event_time", "amount"), List.of("score", "model_version", "variant"), Set.of());

    private final Comparison comparison = comparison(0, true, 100);

    private static Comparison comparison(double tolerance, boolean fallbacks, int listed) {
        return comparison(COLUMNS, tolerance, fallbacks, listed);
    }

    private static Comparison comparison(Columns columns, double tolerance, boolean fallbacks, int listed) {
        return new Comparison(
                TOPIC, columns, new Period(FROM, UNTIL), new Comparison.Rules(tolerance, fallbacks), new Tally(listed));
    }

    private static List<GenericRecord> neverAsked(GenericRecord row) {
        return fail("nobody should ask about " + row);
    }

    private static PredictionId id(long offset) {
        return new PredictionId(TOPIC, 0, offset);
    }

    /** An event of the period, scored by the champion, as replay and prediction have it. */
    private static GenericRecord row(long offset) {
        var row = new GenericData.Record(SCHEMA);
        row.put("prediction_id", id(offset).toString());
        row.put("event_id", "p-" + offset);
        row.put("event_time", FROM + offset);
        row.put("amount", 12.5);
        row.put("score", 0.25);
        row.put("label", false);
        row.put("threshold", 0.5);
        row.put("model_name", "fraud");
        row.put("model_version", "1");
        row.put("model_digest", "0123456789abcdef");
        row.put("variant", "champion");
        return row;
    }

    private static GenericRecord row(long offset, String column, @Nullable Object value) {
        var row = row(offset);
        row.put(column, value);
        return row;
    }

    private static Replayed replayed(long offset) {
        return new Replayed(id(offset), row(offset), null, other -> List.of(row(offset), row(offset)));
    }

    private Findings findings() {
        return findings(comparison);
    }

    private static Findings findings(Comparison comparison) {
        comparison.endPredictions();
        return comparison.end();
    }

    @Test
    void whatIsTheSameIsEqualWhicheverComesFirst() {
        comparison.replayed(replayed(1));
        comparison.predicted("p@1", row(1));
        comparison.predicted("p@2", row(2));
        comparison.replayed(replayed(2));

        var found = findings();

        assertThat(found.isEqual()).isTrue();
        assertThat(found.compared()).isEqualTo(2);
        assertThat(found.versions()).containsOnly(entry("fraud 1 (01234567) as champion", 2L));
        assertThat(found.listed()).isEmpty();
    }

    @Test
    void everyColumnThatDiffersIsNamedWithBothValues() {
        var altered = row(1, "amount", 12.500000000000002);
        altered.put("model_version", "2");
        comparison.replayed(replayed(1));
        comparison.predicted("p@1", altered);

        var found = findings();

        assertThat(found.isEqual()).isFalse();
        assertThat(found.differing()).isEqualTo(1);
        assertThat(found.columns()).hasToString("{amount=1, model_version=1}");
        assertThat(found.listed())
                .containsExactly(
                        new Column("payments-0-1", "p-1", "amount", 12.5, 12.500000000000002),
                        new Column("payments-0-1", "p-1", "model_version", "1", "2"));
        assertThat(found.listed().get(0).told()).isEqualTo("amount: replayed 12.5, predicted 12.500000000000002");
        assertThat(found.listed().get(1).told()).isEqualTo("model_version: replayed \"1\", predicted \"2\"");
    }

    @Test
    void numbersAreComparedByTheirBitsAndAMissingOneIsNotZero() {
        comparison.replayed(new Replayed(id(1), row(1, "amount", 0.0), null, ComparisonTest::neverAsked));
        comparison.predicted("p@1", row(1, "amount", -0.0));
        comparison.replayed(new Replayed(id(2), row(2, "amount", 0.0), null, ComparisonTest::neverAsked));
        comparison.predicted("p@2", row(2, "amount", null));
        comparison.replayed(new Replayed(id(3), row(3, "amount", Double.NaN), null, ComparisonTest::neverAsked));
        comparison.predicted("p@3", row(3, "amount", Double.NaN));
        comparison.replayed(new Replayed(id(4), row(4, "amount", null), null, ComparisonTest::neverAsked));
        comparison.predicted("p@4", row(4, "amount", null));

        assertThat(findings().listed())
                .containsExactly(
                        new Column("payments-0-1", "p-1", "amount", 0.0, -0.0),
                        new Column("payments-0-2", "p-2", "amount", 0.0, null));
    }

    @Test
    void columnsThatDependOnWhenSomethingWasScoredAreNotCompared() {
        var later = row(1, "scored_at", 99L);
        later.put("scoring_micros", 7L);
        comparison.replayed(replayed(1));
        comparison.predicted("p@1", later);

        assertThat(findings().isEqual()).isTrue();
    }

    @Test
    void aScoreMayBeTheOneThatTheModelGivesTheRowAlone() {
        double alone = Math.nextUp(0.25);
        comparison.replayed(new Replayed(id(1), row(1), null, other -> List.of(row(1), row(1, "score", alone))));
        comparison.predicted("p@1", row(1, "score", alone));
        comparison.replayed(new Replayed(id(2), row(2), null, other -> List.of(row(2), row(2, "score", alone))));
        comparison.predicted("p@2", row(2, "score", Math.nextUp(alone)));

        var found = findings();

        assertThat(found.alone()).isEqualTo(1);
        assertThat(found.listed())
                .containsExactly(new Column("payments-0-2", "p-2", "score", 0.25, Math.nextUp(alone)));
    }

    @Test
    void aScoreIsHeldAgainstWhatTheVersionSaysOfTheFeaturesThatThePredictionHas() {
        var honest = row(1, "amount", 99.0);
        honest.put("score", 0.75);
        var forged = row(2, "amount", 99.0);
        forged.put("score", 0.875);
        comparison.replayed(new Replayed(id(1), row(1), null, ComparisonTest::byAmount));
        comparison.predicted("p@1", honest);
        comparison.replayed(new Replayed(id(2), row(2), null, ComparisonTest::byAmount));
        comparison.predicted("p@2", forged);

        var found = findings();

        assertThat(found.listed())
                .containsExactly(
                        new Column("payments-0-1", "p-1", "amount", 12.5, 99.0),
                        new Column("payments-0-2", "p-2", "amount", 12.5, 99.0),
                        new Column("payments-0-2", "p-2", "score", 0.75, 0.875));
        assertThat(found.ofOwnFeatures()).isEqualTo(1);
        assertThat(found.alone()).isZero();
    }

    private static List<GenericRecord> byAmount(GenericRecord row) {
        var scored = new GenericData.Record((GenericData.Record) row, true);
        scored.put("score", row.get("amount").equals(99.0) ? 0.75 : 0.25);
        return List.of(scored, scored);
    }

    @Test
    void whatIsExceptedCountsForNothingAndOfTheRestNothingIsForgiven() {
        var columns = new Columns(COLUMNS.ofEvent(), COLUMNS.ofScore(), Set.of("amount"));
        var lenient = comparison(columns, 0, true, 100);
        var honest = row(1, "amount", 99.0);
        honest.put("score", 0.75);
        lenient.replayed(new Replayed(id(1), row(1), null, ComparisonTest::byAmount));
        lenient.predicted("p@1", honest);
        lenient.replayed(new Replayed(id(2), row(2), null, ComparisonTest::byAmount));
        var forged = row(2, "amount", 99.0);
        forged.put("score", 0.5);
        lenient.predicted("p@2", forged);

        assertThat(findings(lenient).listed()).containsExactly(new Column("payments-0-2", "p-2", "score", 0.75, 0.5));
    }

    @ParameterizedTest
    @CsvSource({"0.25, true", "0.3125, true", "0.1875, true", "0.31251, false", "NaN, false"})
    void scoresMayBeAsFarApartAsTheToleranceAndNoFarther(double score, boolean equal) {
        var tolerant = comparison(0.0625, true, 100);
        tolerant.replayed(replayed(1));
        tolerant.predicted("p@1", row(1, "score", score));

        assertThat(findings(tolerant).isEqual()).isEqualTo(equal);
    }

    @Test
    void theToleranceIsOfScoresAlone() {
        var tolerant = comparison(1, true, 100);
        tolerant.replayed(replayed(1));
        tolerant.predicted("p@1", row(1, "amount", 12.6));

        assertThat(findings(tolerant).columns()).containsOnlyKeys("amount");
    }

    @Test
    void anEventWithoutItsPredictionIsMissing() {
        comparison.replayed(replayed(1));
        comparison.replayed(replayed(3));
        comparison.predicted("p@1", row(2));
        comparison.replayed(replayed(2));
        comparison.endPredictions();
        comparison.replayed(replayed(4));

        var found = comparison.end();

        assertThat(found.listed())
                .containsExactly(
                        new Missing("payments-0-1", "p-1", false),
                        new Missing("payments-0-3", "p-3", true),
                        new Missing("payments-0-4", "p-4", true));
        assertThat(found.missing()).isEqualTo(3);
        assertThat(found.missingLast()).isEqualTo(2);
        assertThat(found.isEqual()).isFalse();
    }

    @Test
    void aPredictionThatReplayDoesNotMakeSaysWhy() {
        comparison.predicted("p@1", row(1));
        comparison.refused(id(1), "duplicate");
        comparison.predicted("p@2", row(2));
        comparison.predicted("p@3", row(3, "prediction_id", "elsewhere-0-3"));
        comparison.replayed(new Replayed(id(4), row(4, "score", null), "model-failed: no", ComparisonTest::neverAsked));
        comparison.predicted("p@4", row(4));

        assertThat(findings().listed())
                .containsExactlyInAnyOrder(
                        new Unexpected("payments-0-1", "replay refuses the event: duplicate"),
                        new Unexpected("payments-0-2", "replay has no such event in the period"),
                        new Unexpected("elsewhere-0-3", "topic payments has no such event"),
                        new Unexpected("payments-0-4", "replay gives it no score: model-failed: no"));
    }

    @Test
    void anEventThatReplayGivesNoScoreNeedsNoPrediction() {
        comparison.refused(id(1), "late");
        comparison.replayed(new Replayed(id(2), row(2, "score", null), "model-failed: no", ComparisonTest::neverAsked));

        assertThat(findings().isEqual()).isTrue();
    }

    @Test
    void predictionsOfOtherTimesAreNobodysBusiness() {
        comparison.predicted("p@1", row(1, "event_time", FROM - 1));
        comparison.predicted("p@2", row(1, "event_time", FROM - 1));
        comparison.predicted("p@3", row(2, "event_time", UNTIL));
        comparison.predicted("p@4", row(3, "prediction_id", "elsewhere-0-3"));

        assertThat(findings().unexpected()).isEqualTo(1);
    }

    @Test
    void aPredictionWhoseTimeWasAlteredIsStillComparedWithItsEvent() {
        comparison.replayed(replayed(1));
        comparison.predicted("p@1", row(1, "event_time", UNTIL));

        assertThat(findings().columns()).containsOnlyKeys("event_time");
    }

    @Test
    void aFurtherPredictionIsADifferenceWheneverItComes() {
        comparison.predicted("p@1", row(1));
        comparison.predicted("p@2", row(1));
        comparison.replayed(replayed(1));
        comparison.predicted("p@3", row(1));

        var found = findings();

        assertThat(found.listed())
                .containsExactly(new Repeated("payments-0-1", "p@2"), new Repeated("payments-0-1", "p@3"));
        assertThat(found.compared()).isEqualTo(1);
    }

    @Test
    void ofAFallbackOnlyTheFeaturesAreCompared() {
        var fallback = row(1, "variant", "fallback");
        fallback.put("score", 0.9);
        comparison.replayed(new Replayed(id(1), row(1), null, ComparisonTest::neverAsked));
        comparison.predicted("p@1", fallback);
        comparison.replayed(new Replayed(id(2), row(2, "score", null), "model-failed: no", ComparisonTest::neverAsked));
        comparison.predicted("p@2", row(2, "variant", "fallback"));
        var altered = row(3, "variant", "fallback");
        altered.put("amount", 1.0);
        comparison.replayed(new Replayed(id(3), row(3), null, ComparisonTest::neverAsked));
        comparison.predicted("p@3", altered);

        var found = findings();

        assertThat(found.fallbacks()).isEqualTo(3);
        assertThat(found.listed()).containsExactly(new Column("payments-0-3", "p-3", "amount", 12.5, 1.0));
    }

    @Test
    void aFallbackOfAPipelineThatHasNoneIsADifference() {
        var without = comparison(0, false, 100);
        without.replayed(replayed(1));
        without.predicted("p@1", row(1, "variant", "fallback"));

        assertThat(findings(without).columns()).containsOnlyKeys("variant");
    }

    @Test
    void whatCannotBeReadIsADifference() {
        comparison.unreadable("p@7", "byte 0: 1");

        assertThat(findings().listed()).containsExactly(new Unreadable("p@7", "byte 0: 1"));
    }

    @Test
    void allDifferencesAreCountedAndTheFirstListed() {
        var brief = comparison(0, true, 1);
        for (int offset = 1; offset <= 3; offset++) {
            brief.replayed(replayed(offset));
            brief.predicted("p@" + offset, row(offset, "amount", 1.0));
        }

        var found = findings(brief);

        assertThat(found.differing()).isEqualTo(3);
        assertThat(found.listed()).hasSize(1);
    }
}
