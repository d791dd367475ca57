package io.millrace.app.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import io.millrace.enrich.definition.Feature;
import io.millrace.enrich.definition.FeatureType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may go into inputs of every type, and what their manifest may say. */
class ModelInputsTest {
    static {
        TestModels.folder(); // where ONNX Runtime's library goes
    }

    private static OnnxModel open(Zoo.Member member) throws InvalidModelException {
        return OnnxModel.open(Zoo.folder(), Zoo.read(member.manifest()), member.output(), member.features());
    }

    /** Of a model whose manifest is written otherwise. */
    private static List<String> mismatches(Zoo.Member member, String manifest, List<Feature> features) {
        var refusal = catchThrowableOfType(
                InvalidModelException.class,
                () -> OnnxModel.open(Zoo.folder(), Zoo.read(manifest), member.output(), features));
        return refusal.mismatches().stream()
                .map(mismatch -> mismatch.key() + ": " + mismatch.message())
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "columns | country | LONG"
                        + " | inputs.country[0]: feature \"country\" is long, input \"country\" takes texts: make it one in the pipeline, as in string(x)",
                "columns | amount | TEXT"
                        + " | inputs.amount[0]: feature \"amount\" is text, input \"amount\" takes float: it needs an input of its own",
                "columns | items | DOUBLE"
                        + " | inputs.items[0]: feature \"items\" is double, input \"items\" takes int64: make it whole in the pipeline, as in int(x)",
                "columns | night | LONG"
                        + " | inputs.night[0]: feature \"night\" is long, input \"night\" takes bool: make it one in the pipeline, as in x > 0",
                "logistic | items | TEXT"
                        + " | features[2]: feature \"items\" is text, input \"features\" takes float: it needs an input of its own",
            })
    void refuseFeaturesOfAnotherKind(String model, String feature, FeatureType type, String mismatch) {
        var member = Zoo.member(model);
        var features = member.features().stream()
                .map(known -> known.name().equals(feature) ? new Feature(feature, type) : known)
                .toList();

        assertThat(mismatches(member, member.manifest(), features))
                .containsExactly(mismatch.replace(feature + "[0]", feature));
    }

    @ParameterizedTest
    @CsvSource({"logistic, items, BOOLEAN", "logistic, amount, LONG", "tree-int64, items, BOOLEAN"})
    void takeFeaturesThatAreNumbersOfAnotherKindAndLoseNothing(String model, String feature, FeatureType type)
            throws Exception {
        var member = Zoo.member(model);
        var features = member.features().stream()
                .map(known -> known.name().equals(feature) ? new Feature(feature, type) : known)
                .toList();

        try (var opened = OnnxModel.open(Zoo.folder(), Zoo.read(member.manifest()), member.output(), features)) {
            assertThat(opened.batch()).isZero();
        }
    }

    @Test
    void areEachNamedOnceByTheManifest() {
        var member = Zoo.member("blocks");
        var manifest = member.manifest();

        assertThat(mismatches(member, manifest.replace("\"texts\":", "\"text\":"), member.features()))
                .containsExactly(
                        "inputs.text: the model has no input \"text\", did you mean \"texts\"?",
                        "inputs: the model's input \"texts\" is missing");
        assertThat(mismatches(
                        member,
                        manifest.replace("[\"amount\",\"average\"]", "[\"amount\"]")
                                .replaceAll("row: \\[[^,]*,", "row: ["),
                        member.features()))
                .contains(
                        "inputs: the pipeline's feature \"average\" is missing",
                        "inputs.numbers: expected a tensor [?, 1] for 1 feature, input \"numbers\" is float [?, 2]");
    }

    @Test
    void refuseGoldenRowsOfAnotherKind() {
        var member = Zoo.member("columns");
        var manifest = Zoo.read(member.manifest());
        var first = manifest.golden().get(0);
        var head = member.manifest().substring(0, member.manifest().indexOf("golden:"));

        var mismatches = mismatches(
                member,
                head + "golden:\n  - { row: [\"13.64\", 116.433, 4.5, 2, 7, web], score: " + first.score() + " }\n",
                member.features());

        assertThat(mismatches)
                .containsExactly(
                        "golden[0].row[0]: must be a number, was \"13.64\", input \"amount\" takes float",
                        "golden[0].row[2]: must be one of the numbers of int64, was 4.5, input \"items\" takes no other",
                        "golden[0].row[3]: must be one of the numbers of bool, was 2.0, input \"night\" takes no other",
                        "golden[0].row[4]: must be a text, input \"country\" takes texts: put quotes around 7.0");
    }

    @Test
    void ofWholeNumbersCannotSayAMissingValueAndItsRowAloneHasNoScore() throws Exception {
        var member = Zoo.member("tree-int64");
        try (var model = open(member);
                var scorer = model.newScorer(3)) {
            scorer.put(0, member.row(0));
            scorer.put(1, new double[] {Double.NaN});
            scorer.put(2, member.row(2));
            scorer.run(3);

            assertThat(scorer.score(0)).isCloseTo(member.scores().get(0), within(1e-6));
            assertThat(scorer.score(1)).isNaN();
            assertThat(scorer.score(2)).isCloseTo(member.scores().get(2), within(1e-6));
            scorer.put(1, member.row(1));
            scorer.run(3);
            assertThat(scorer.score(1)).isCloseTo(member.scores().get(1), within(1e-6));
        }
    }

    @Test
    void ofTextsTakeAMissingOneAsAnEmptyOne() throws Exception {
        var member = Zoo.member("blocks");
        try (var model = open(member);
                var scorer = model.newScorer(2)) {
            scorer.put(0, member.row(0), new String[] {null, "web"});
            scorer.put(1, member.row(0), new String[] {"", "web"});
            scorer.run(2);

            assertThat(scorer.score(0)).isFinite().isEqualTo(scorer.score(1));
        }
    }

    @Test
    void leaveScoresBeyondOneAsMuchRoomAsTheirSizeAsks() {
        var member = Zoo.member("regression-three-outputs");
        var manifest = Zoo.read(member.manifest());

        assertThat(manifest.allowance(new GoldenRow(List.of(1.0, 2.0, 3.0), -0.5)))
                .isEqualTo(1e-5);
        assertThat(manifest.allowance(new GoldenRow(List.of(1.0, 2.0, 3.0), -250)))
                .isEqualTo(2.5e-3, within(1e-12));
    }
}
