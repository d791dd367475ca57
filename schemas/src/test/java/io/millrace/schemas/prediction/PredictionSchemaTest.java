package io.millrace.schemas.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.prediction.PredictionSchema.Extra;
import io.millrace.schemas.transactions.Transaction;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PredictionSchemaTest {
    private static final List<Schema.Field> CARRIED =
            List.of(Transaction.getClassSchema().getField("customer_id"));
    private static final List<PredictionField> FEATURES = List.of(
            new PredictionField("cust_nb_1d", PredictionField.Type.LONG),
            new PredictionField("cust_avg_1d", PredictionField.Type.DOUBLE),
            new PredictionField("night", PredictionField.Type.BOOLEAN));

    @Test
    void hasItsColumnsInOrder() {
        var schema = PredictionSchema.of("transactions", CARRIED, FEATURES);

        assertThat(schema.getFields())
                .extracting(Schema.Field::name)
                .containsExactly(
                        "prediction_id",
                        "event_id",
                        "event_time",
                        "customer_id",
                        "cust_nb_1d",
                        "cust_avg_1d",
                        "night",
                        "score",
                        "label",
                        "threshold",
                        "model_name",
                        "model_version",
                        "model_digest",
                        "variant",
                        "scored_at",
                        "scoring_micros");
        assertThat(schema.getField("event_time").schema().getLogicalType()).isEqualTo(LogicalTypes.timestampMillis());
    }

    @Test
    void featuresAreTypedAndNullWhereMissing() {
        var schema = PredictionSchema.of("transactions", List.of(), FEATURES);

        var feature = schema.getField("cust_nb_1d");

        assertThat(feature.schema()).hasToString("[\"null\",\"long\"]");
        assertThat(feature.hasDefaultValue()).isTrue();
        assertThat(schema.getField("cust_avg_1d").schema()).hasToString("[\"null\",\"double\"]");
        assertThat(schema.getField("night").schema()).hasToString("[\"null\",\"boolean\"]");
    }

    @Test
    void isNamedAfterThePipeline() {
        assertThat(PredictionSchema.of("card-fraud", List.of(), List.of()).getFullName())
                .isEqualTo("io.millrace.predictions.card_fraud.Prediction");
    }

    @Test
    void leavesTheEventSchemaAsItWas() {
        var before = Transaction.getClassSchema().toString();

        PredictionSchema.of("transactions", CARRIED, FEATURES);

        assertThat(Transaction.getClassSchema()).hasToString(before);
        assertThat(CARRIED.get(0).pos()).isEqualTo(2);
    }

    @Test
    void survivesAParserUnchanged() {
        var schema = PredictionSchema.of("transactions", CARRIED, FEATURES);

        assertThat(new Schema.Parser().parse(schema.toString())).isEqualTo(schema);
    }

    @Test
    void featuresMayComeAndGo() {
        var before = PredictionSchema.of("transactions", CARRIED, FEATURES);
        var after = PredictionSchema.of(
                "transactions", CARRIED, List.of(new PredictionField("term_nb_1d", PredictionField.Type.LONG)));

        assertThat(compatibility(after, before)).isEqualTo(SchemaCompatibilityType.COMPATIBLE);
        assertThat(compatibility(before, after)).isEqualTo(SchemaCompatibilityType.COMPATIBLE);
    }

    @Test
    void reasonsAreThereOnlyWhereTheyAreAskedForAndMayComeAndGo() {
        var without = PredictionSchema.of("transactions", CARRIED, FEATURES);
        var with = PredictionSchema.of("transactions", CARRIED, FEATURES, Set.of(Extra.REASONS));

        assertThat(without.getField("reasons")).isNull();
        assertThat(with.getField("reasons").schema().toString())
                .contains("\"feature\"", "\"contribution\"")
                .startsWith("[\"null\",{\"type\":\"array\"");
        assertThat(compatibility(with, without)).isEqualTo(SchemaCompatibilityType.COMPATIBLE);
        assertThat(compatibility(without, with)).isEqualTo(SchemaCompatibilityType.COMPATIBLE);
        assertThat(new Schema.Parser().parse(with.toString())).isEqualTo(with);
    }

    @Test
    void outlierScoresAreThereOnlyWhereTheyAreAskedForAndMayComeAndGo() {
        var without = PredictionSchema.of("transactions", CARRIED, FEATURES);
        var with = PredictionSchema.of("transactions", CARRIED, FEATURES, Set.of(Extra.OUTLIER_SCORE));

        assertThat(without.getField("outlier_score")).isNull();
        assertThat(with.getField("outlier_score").schema()).hasToString("[\"null\",\"double\"]");
        assertThat(compatibility(with, without)).isEqualTo(SchemaCompatibilityType.COMPATIBLE);
        assertThat(compatibility(without, with)).isEqualTo(SchemaCompatibilityType.COMPATIBLE);
    }

    @Test
    void refusesEveryImpossibleNameAtOnce() {
        var features = List.of(
                new PredictionField("score", PredictionField.Type.DOUBLE),
                new PredictionField("customer_id", PredictionField.Type.LONG),
                new PredictionField("a-b", PredictionField.Type.LONG));

        assertThatThrownBy(() -> PredictionSchema.of("Transactions", CARRIED, features))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pipeline Transactions")
                .hasMessageContaining("feature score: the name is taken")
                .hasMessageContaining("feature customer_id: the name is taken")
                .hasMessageContaining("feature a-b: not a name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"prediction_id", "event_time", "scoring_micros"})
    void reservesTheNamesOfItsOwnColumns(String name) {
        assertThat(PredictionSchema.reservedNames()).contains(name);
    }

    @Test
    void reservesExactlyTheNamesOfItsOwnColumns() {
        var fixed = PredictionSchema.of("transactions", List.of(), List.of(), EnumSet.allOf(Extra.class));

        assertThat(fixed.getFields())
                .extracting(Schema.Field::name)
                .containsExactlyInAnyOrderElementsOf(PredictionSchema.reservedNames());
    }

    private static SchemaCompatibilityType compatibility(Schema reader, Schema writer) {
        return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getType();
    }
}
