package io.millrace.app.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.prediction.PredictionField;
import io.millrace.schemas.prediction.PredictionSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PairWorthTest {
    private static final Schema PREDICTION = PredictionSchema.of(
            "transactions", List.of(), List.of(new PredictionField("amount", PredictionField.Type.DOUBLE)));
    private static final Schema OUTCOME = SchemaBuilder.record("Outcome")
            .fields()
            .requiredBoolean("fraud")
            .requiredDouble("loss")
            .endRecord();

    private final List<String> problems = new ArrayList<>();

    private PairWorth worth(Map<String, String> sources, String label) {
        return PairWorth.compile(
                sources, PREDICTION, OUTCOME.getField(label), (name, problem) -> problems.add(name + ": " + problem));
    }

    private static GenericData.Record prediction(@Nullable Double amount, boolean answer) {
        var prediction = new GenericData.Record(PREDICTION);
        prediction.put("amount", amount);
        prediction.put("label", answer);
        prediction.put("score", 0.7);
        return prediction;
    }

    @Test
    void readsColumnsOfThePredictionItsAnswerAndWhatBecameOfTheEvent() {
        var worth = worth(Map.of("saved", "label && answer ? amount : 0.0"), "fraud")
                .forOneThread();

        assertThat(worth.columns()).containsExactly("amount", "label");
        assertThat(worth.of(worth.facts(prediction(12.5, true)), 1)).isEqualTo(Map.of("saved", 12.5));
        assertThat(worth.of(worth.facts(prediction(12.5, false)), 1)).isEqualTo(Map.of("saved", 0.0));
        assertThat(worth.of(worth.facts(prediction(12.5, true)), 0)).isEqualTo(Map.of("saved", 0.0));
        assertThat(problems).isEmpty();
    }

    @Test
    void readsALabelThatIsANumber() {
        var worth = worth(Map.of("off", "label - score"), "loss").forOneThread();

        assertThat(worth.of(worth.facts(prediction(1.0, true)), 2.7)).isEqualTo(Map.of("off", 2.0));
    }

    @Test
    void isUnknownOfAMissingColumn() {
        var worth = worth(Map.of("saved", "label ? amount : 0.0"), "fraud").forOneThread();

        assertThat(worth.of(worth.facts(prediction(null, true)), 1)).isEqualTo(Map.of("saved", Double.NaN));
    }

    @Test
    void isUnknownOfWhatWasKeptForOtherExpressions() {
        var before = worth(Map.of("saved", "score"), "fraud").forOneThread();
        var now = worth(Map.of("saved", "amount"), "fraud").forOneThread();

        assertThat(now.of(before.facts(prediction(1.0, true)), 1)).isEqualTo(Map.of("saved", Double.NaN));
        assertThat(now.of(new byte[0], 1)).isEqualTo(Map.of("saved", Double.NaN));
    }

    @Test
    void saysWhatIsWrongWithEachExpression() {
        var sources = new LinkedHashMap<String, String>();
        for (int i = 1; i <= 9; i++) {
            sources.put("value" + i, "score");
        }
        sources.put("9th", "scroe");

        worth(sources, "fraud");

        assertThat(problems)
                .hasSize(4)
                .anyMatch(problem -> problem.startsWith("9th: unknown field 'scroe'"))
                .contains(
                        "9th: must be up to 64 letters, digits, dashes and underscores, beginning with a letter",
                        "value9: is one too many: there may be 8",
                        "9th: is one too many: there may be 8");
    }
}
