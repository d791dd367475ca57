package io.millrace.app.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.millrace.app.yaml.Problem;
import io.millrace.app.yaml.Problems;
import io.millrace.app.yaml.YamlDocument;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ManifestFileTest {
    private static final String SHA_256 = "0123456789abcdef".repeat(4);
    private static final String RIGHT = """
            name: fraud
            version: 1.10
            file: fraud.onnx
            sha256: %s
            input: features
            features: [amount, night]
            golden:
              - { row: [1.5, 0], score: 0.25 }
              - { row: [null, 1e2], score: 1 }
            tolerance: 1e-6
            training:
              data: transactions, 60 days
              rows: 120000
              figures:
                average-precision: 0.61
            """.formatted(SHA_256);

    private final Problems problems = new Problems();

    @Test
    void readsAManifest() {
        var manifest = read(RIGHT).orElseThrow();
        assertThat(told()).isEmpty();
        assertThat(manifest)
                .isEqualTo(new ModelManifest(
                        "fraud",
                        "1.10",
                        "fraud.onnx",
                        SHA_256,
                        "features",
                        List.of("amount", "night"),
                        List.of(new GoldenRow(List.of(1.5, 0.0), 0.25), new GoldenRow(List.of(Double.NaN, 100.0), 1.0)),
                        1e-6,
                        Map.of(
                                "data", "transactions, 60 days",
                                "rows", "120000",
                                "figures.average-precision", "0.61")));
        assertThat(manifest.training().keySet()).containsExactly("data", "rows", "figures.average-precision");
    }

    @Test
    void readsInputsThatTakeSomeFeaturesEach() {
        var manifest = read(RIGHT.replace(
                        "input: features\nfeatures: [amount, night]", "inputs: { x: [amount, night], y: amount }"))
                .orElseThrow();
        assertThat(told()).isEmpty();
        assertThat(manifest.inputs())
                .containsExactly(
                        new ModelInput("x", List.of("amount", "night"), "inputs.x", "inputs.x"),
                        new ModelInput("y", List.of("amount"), "inputs.y", "inputs.y"));
        assertThat(manifest.features()).containsExactly("amount", "night");
    }

    @Test
    void readsInputsThatAreCalledAsTheirFeatures() {
        var manifest = read(RIGHT.replace("input: features\nfeatures: [amount, night]", "inputs: [amount, night]"))
                .orElseThrow();
        assertThat(told()).isEmpty();
        assertThat(manifest.inputs())
                .containsExactly(
                        new ModelInput("amount", List.of("amount"), "inputs[0]", "inputs[0]"),
                        new ModelInput("night", List.of("night"), "inputs[1]", "inputs[1]"));
    }

    @Test
    void readsTextsAndTruthsInGoldenRows() {
        var manifest = read(RIGHT.replace("row: [1.5, 0]", "row: [BE, true]")
                        .replace("row: [null, 1e2]", "row: ['12', null]"))
                .orElseThrow();
        assertThat(told()).isEmpty();
        assertThat(manifest.golden())
                .containsExactly(
                        new GoldenRow(List.of(Double.NaN, 1.0), Map.of(0, "BE"), 0.25),
                        new GoldenRow(List.of(Double.NaN, Double.NaN), Map.of(0, "12"), 1.0));
    }

    @Test
    void allowsForFloat32ArithmeticUnlessToldOtherwise() {
        var manifest = read(RIGHT.replace("tolerance: 1e-6\n", "")).orElseThrow();
        assertThat(manifest.tolerance()).isEqualTo(1e-5);
    }

    @ParameterizedTest(name = "{index}: {1}")
    @MethodSource("mistakes")
    void refusesAMistake(String right, String wrong, List<String> expected) {
        assertThat(RIGHT).contains(right);
        read(RIGHT.replace(right, wrong));
        assertThat(told())
                .isEqualTo(expected.stream().map(line -> "model.yaml:" + line).toList());
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake("name: fraud\n", "", "1: name: is missing"),
                mistake(
                        "name: fraud",
                        "name: fraud model",
                        "1: name: must be up to 100 letters, digits, dots, dashes and underscores, was \"fraud model\""),
                mistake("version: 1.10", "version:", "2: version: must be a text, was empty"),
                mistake(
                        "file: fraud.onnx",
                        "file: ../fraud.onnx",
                        "3: file: must be the name of an .onnx file in the same folder, was \"../fraud.onnx\""),
                mistake(
                        "file: fraud.onnx",
                        "file: fraud.pkl",
                        "3: file: must be the name of an .onnx file in the same folder, was \"fraud.pkl\""),
                mistake(SHA_256, "ABC", "4: sha256: must be 64 lower-case hexadecimal digits, was \"ABC\""),
                mistake(
                        "input: features\n",
                        "imput: features\n",
                        "1: input: is missing",
                        "5: imput: unknown key, did you mean \"input\"?"),
                mistake(
                        "input: features\n",
                        "input: features\ninputs: [amount, night]\n",
                        "5: input: `inputs` says it already",
                        "7: features: `inputs` says it already"),
                mistake(
                        "[amount, night]",
                        "[amount, amount]",
                        "6: features[1]: is there twice: \"amount\"",
                        "8: golden[0].row: must have one value or null for each of the 1 features, has 2",
                        "9: golden[1].row: must have one value or null for each of the 1 features, has 2"),
                mistake(
                        "[amount, night]",
                        "[]",
                        "6: features: must be a list with at least one element, was an empty list"),
                mistake(
                        "row: [1.5, 0]",
                        "row: [1.5]",
                        "8: golden[0].row: must have one value or null for each of the 2 features, has 1"),
                mistake("row: [1.5, 0]", "row: [1.5, [0]]", "8: golden[0].row[1]: must be a text, was a list"),
                mistake("score: 0.25", "score: null", "8: golden[0].score: must be a number, was empty"),
                mistake(
                        "score: 0.25",
                        "scores: 0.25",
                        "8: golden[0].score: is missing",
                        "8: golden[0].scores: unknown key, did you mean \"score\"?"),
                mistake(
                        "tolerance: 1e-6",
                        "tolerance: 1.5",
                        "10: tolerance: must be a number from 0 to 1, was \"1.5\""),
                mistake("rows: 120000", "rows: [1]", "13: training.rows: must be a text, was a list"),
                mistake(
                        "training:",
                        "trainings: 1\ntraining:",
                        "11: trainings: unknown key, did you mean \"training\"?"));
    }

    private static Arguments mistake(String right, String wrong, String... expected) {
        return arguments(right, wrong, List.of(expected));
    }

    private Optional<ModelManifest> read(String text) {
        return YamlDocument.parse(text, "model.yaml", problems).flatMap(ManifestFile::read);
    }

    private List<String> told() {
        return problems.sorted().stream().map(Problem::toString).toList();
    }
}
