package io.millrace.app.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.millrace.enrich.definition.Feature;
import io.millrace.enrich.definition.FeatureType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxModelTest {
    private static final List<GoldenRow> ANY_GOLDEN = List.of(new GoldenRow(List.of(1.0, 2.0, 3.0), 0.5));

    @ParameterizedTest
    @ValueSource(strings = {"logistic", "trees", "regression", "vector-output", "unknown-widths"})
    void scoresAsPythonDoes(String name) throws Exception {
        try (var model = open(TestModels.manifest(name), TestModels.output(name));
                var scorer = model.newScorer(1)) {
            for (var golden : TestModels.golden(name)) {
                assertThat(score(scorer, row(golden.row())))
                        .isCloseTo(golden.score(), within(1e-6 * (1 + golden.score())));
            }
        }
    }

    @Test
    void takesFeaturesFromTheirPlaceInThePipelinesRow() throws Exception {
        var pipeline = List.of("cust_avg_1d", "amount", "night");
        var golden = TestModels.golden("logistic").get(1);
        try (var model = OnnxModel.open(
                        TestModels.folder(),
                        TestModels.manifest("logistic"),
                        TestModels.output("logistic"),
                        numbers(pipeline));
                var scorer = model.newScorer(1)) {
            var amount = golden.row().get(0);
            var night = golden.row().get(1);
            var average = golden.row().get(2);

            var score = score(scorer, new double[] {average, amount, night});

            assertThat(score).isCloseTo(golden.score(), within(1e-6));
            assertThat(score(scorer, new double[] {amount, night, average})).isNotCloseTo(score, within(1e-3));
        }
    }

    @Test
    void keepsNothingOfThePreviousRow() throws Exception {
        var golden = TestModels.golden("trees");
        try (var model = open(TestModels.manifest("trees"), TestModels.output("trees"));
                var scorer = model.newScorer(1)) {
            for (int round = 0; round < 3; round++) {
                for (var row : golden) {
                    assertThat(score(scorer, row(row.row()))).isCloseTo(row.score(), within(1e-6));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"unknown-widths, 1", "unknown-widths, 7", "fixed-batch, 1", "fixed-batch, 64", "fixed-batch, 150"})
    void scoresAnyNumberOfRowsUpToItsCapacityTogether(String name, int capacity) throws Exception {
        var golden = List.of(new GoldenRow(List.of(1.0, 2.0, 3.0), 2.0));
        try (var model = open(TestModels.manifest(name, golden), new ScoreOutput("copy", 1));
                var scorer = model.newScorer(capacity)) {
            assertThat(scorer.capacity()).isEqualTo(capacity);
            for (int rows = capacity; rows >= 1; rows--) {
                for (int i = 0; i < rows; i++) {
                    scorer.put(i, new double[] {0, rows * 1_000 + i, 0});
                }
                scorer.run(rows);
                for (int i = 0; i < rows; i++) {
                    assertThat(scorer.score(i)).isEqualTo(rows * 1_000 + i);
                }
            }
        }
    }

    @Test
    void hasNoPositionBeyondItsCapacity() throws Exception {
        try (var model = open(TestModels.manifest("logistic"), TestModels.output("logistic"));
                var scorer = model.newScorer(2)) {
            assertThatThrownBy(() -> scorer.put(2, new double[] {1, 2, 3}))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> scorer.put(-1, new double[] {1, 2, 3}))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> scorer.run(3)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> scorer.run(0)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> model.newScorer(0)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void returnsWhatTheModelSaysEvenIfItIsNotFinite() throws Exception {
        var manifest = TestModels.manifest("logarithm", List.of(new GoldenRow(List.of(1.0, 1.0, 1.0), 0.0)));
        try (var model = open(manifest, new ScoreOutput("logarithms", 0));
                var scorer = model.newScorer(1)) {
            assertThat(score(scorer, new double[] {-1, 1, 1})).isNaN();
            assertThat(score(scorer, new double[] {Double.NaN, 1, 1})).isNaN();
            assertThat(score(scorer, new double[] {0, 1, 1})).isEqualTo(Double.NEGATIVE_INFINITY);
            assertThat(score(scorer, new double[] {1e300, 1, 1})).isEqualTo(Double.POSITIVE_INFINITY);
            assertThat(score(scorer, new double[] {1, -1, -1})).isZero();
        }
    }

    @Test
    void scoresOnManyThreadsWithAScorerEach() throws Exception {
        var golden = TestModels.golden("logistic");
        var pool = Executors.newFixedThreadPool(4);
        try (var model = open(TestModels.manifest("logistic"), TestModels.output("logistic"))) {
            var tasks = Collections.nCopies(4, (Callable<List<Double>>) () -> {
                var scores = new ArrayList<Double>();
                try (var scorer = model.newScorer(1)) {
                    for (int i = 0; i < 2_000; i++) {
                        scores.add(
                                score(scorer, row(golden.get(i % golden.size()).row())));
                    }
                }
                return scores;
            });
            for (var scores : pool.invokeAll(tasks)) {
                for (int i = 0; i < 2_000; i++) {
                    assertThat(scores.get().get(i))
                            .isCloseTo(golden.get(i % golden.size()).score(), within(1e-6));
                }
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void refusesToScoreOnceTheScorerIsClosed() throws Exception {
        try (var model = open(TestModels.manifest("logistic"), TestModels.output("logistic"))) {
            var scorer = model.newScorer(1);
            scorer.close();
            assertThatThrownBy(() -> score(scorer, new double[] {1, 2, 3})).isInstanceOf(IllegalStateException.class);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void refusesAModelThatIsNotWhatIsExpected(String name, ScoreOutput output, String mismatch) {
        assertThat(mismatches(TestModels.manifest(name, ANY_GOLDEN), output, TestModels.FEATURES))
                .containsExactly(mismatch);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                refused(
                        "other-input-name",
                        "probabilities[1]",
                        "input: expected \"features\" alone, the model takes \"X\""),
                refused(
                        "two-inputs",
                        "sums[0]",
                        "input: expected \"features\" alone, the model takes \"features\", \"more\"; say what goes into each with `inputs`"),
                refused(
                        "four-wide",
                        "copy[0]",
                        "features: expected a tensor [?, 3] for 3 features, input \"features\" is float [?, 4]"),
                refused(
                        "fixed-batch",
                        "copy[3]",
                        "model.score: there is no copy[3], for 64 rows the output's shape is [64, 3]"),
                refused(
                        "logistic",
                        "probability[1]",
                        "model.score: the model has no output \"probability\", did you mean \"probabilities\"?, it has \"label\", \"probabilities\""),
                refused(
                        "logistic",
                        "probabilities[fraud]",
                        "model.score: there is no probabilities[fraud], for one row the output's shape is [1, 2]"),
                refused(
                        "logistic",
                        "probabilities[2]",
                        "model.score: there is no probabilities[2], for one row the output's shape is [1, 2]"),
                refused(
                        "vector-output",
                        "total[1]",
                        "model.score: there is no total[1], for one row the output's shape is [1]"),
                refused(
                        "cube-output",
                        "cube[1][0]",
                        "model.score: there is no cube[1][0], for one row the output's shape is [1, 1, 3]"),
                refused(
                        "zipmap",
                        "output_probability[11]",
                        "model.score: there is no output_probability[11], did you mean \"1\"?; the output's keys are 0, 1"),
                refused(
                        "zipmap",
                        "output_probability",
                        "model.score: there is no output_probability; the output's keys are 0, 1"));
    }

    @Test
    void reportsInputAndOutputTogether() {
        assertThat(mismatches(
                        TestModels.manifest("four-wide", ANY_GOLDEN), new ScoreOutput("copi", 0), TestModels.FEATURES))
                .containsExactly(
                        "features: expected a tensor [?, 3] for 3 features, input \"features\" is float [?, 4]",
                        "model.score: the model has no output \"copi\", did you mean \"copy\"?, it has \"copy\"");
    }

    @Test
    void refusesEveryGoldenRowWhoseScoreDiffers() {
        var rows = new ArrayList<>(TestModels.golden("logistic"));
        rows.set(0, new GoldenRow(rows.get(0).row(), 0.5));
        rows.set(2, new GoldenRow(rows.get(2).row(), 0.26648)); // 1.12e-5 off, with 1e-5 allowed
        rows.set(3, new GoldenRow(rows.get(3).row(), 0.62690)); // 0.65e-5 off
        assertThat(mismatches(
                        TestModels.manifest("logistic", rows), TestModels.output("logistic"), TestModels.FEATURES))
                .satisfiesExactly(
                        first -> assertThat(first)
                                .startsWith("golden[0].score: expected 0.5 within 1.0E-5, the model gives 0.27803"),
                        second -> assertThat(second)
                                .startsWith(
                                        "golden[2].score: expected 0.26648 within 1.0E-5, the model gives 0.26646"));
    }

    @Test
    void refusesAGoldenRowThatGivesNoNumber() {
        var rows = List.of(new GoldenRow(List.of(-1.0, 1.0, 1.0), 0.0));
        assertThat(mismatches(
                        TestModels.manifest("logarithm", rows), new ScoreOutput("logarithms", 0), TestModels.FEATURES))
                .containsExactly("golden[0].score: expected 0.0 within 1.0E-5, the model gives NaN");
    }

    @Test
    void refusesFeaturesThatOnlyOneSideKnowsAndChecksTheRestAllTheSame() {
        var pipeline = List.of("amount", "nights", "cust_avg_1d", "cust_nb_1d");
        var wrong = TestModels.manifest("logistic", ANY_GOLDEN);
        assertThat(mismatches(wrong, TestModels.output("logistic"), pipeline))
                .satisfiesExactly(
                        first -> assertThat(first)
                                .isEqualTo(
                                        "features[1]: the pipeline has no feature \"night\", did you mean \"nights\"?"),
                        second ->
                                assertThat(second).isEqualTo("features: the pipeline's feature \"nights\" is missing"),
                        third -> assertThat(third)
                                .isEqualTo("features: the pipeline's feature \"cust_nb_1d\" is missing"),
                        fourth -> assertThat(fourth).startsWith("golden[0].score: expected 0.5 within"));
    }

    @Test
    void refusesAFileWithAnotherDigest() {
        var manifest = new ModelManifest(
                "m",
                "1",
                "trees.onnx",
                TestModels.sha256("logistic"),
                "features",
                TestModels.FEATURES,
                ANY_GOLDEN,
                1e-5,
                Map.of());
        assertThat(mismatches(manifest, TestModels.output("trees"), TestModels.FEATURES))
                .containsExactly("sha256: expected " + TestModels.sha256("logistic") + ", trees.onnx has "
                        + TestModels.sha256("trees"));
    }

    @Test
    void refusesAnAbsentFile() {
        var manifest = new ModelManifest(
                "m", "1", "none.onnx", "0".repeat(64), "features", TestModels.FEATURES, ANY_GOLDEN, 1e-5, Map.of());
        assertThat(mismatches(manifest, TestModels.output("trees"), TestModels.FEATURES))
                .containsExactly("file: no such file: none.onnx");
    }

    @Test
    void refusesAFileThatIsNoModel(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("text.onnx"), "hello");
        var hello = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
        var manifest = new ModelManifest(
                "m", "1", "text.onnx", hello, "features", TestModels.FEATURES, ANY_GOLDEN, 1e-5, Map.of());
        var refusal = catchThrowableOfType(
                InvalidModelException.class, () -> OnnxModel.open(folder, manifest, new ScoreOutput("x", 0)));
        assertThat(refusal).hasMessageStartingWith("file: ONNX Runtime cannot use text.onnx: ");
    }

    @Test
    void refusesAFileThatIsALinkOutOfTheFolder(@TempDir Path parent) throws IOException {
        var outside = Files.writeString(parent.resolve("outside.onnx"), "hello");
        var folder = Files.createDirectory(parent.resolve("model"));
        Files.createSymbolicLink(folder.resolve("inside.onnx"), outside);
        var manifest = new ModelManifest(
                "m", "1", "inside.onnx", "0".repeat(64), "features", TestModels.FEATURES, ANY_GOLDEN, 1e-5, Map.of());
        assertThatThrownBy(() -> OnnxModel.open(folder, manifest, new ScoreOutput("x", 0)))
                .hasMessage("file: links out of the model's folder: inside.onnx");
    }

    private static Arguments refused(String model, String output, String mismatch) {
        return arguments(model, ScoreOutput.parse(output).orElseThrow(), mismatch);
    }

    private static OnnxModel open(ModelManifest manifest, ScoreOutput output) throws InvalidModelException {
        return OnnxModel.open(TestModels.folder(), manifest, output, numbers(TestModels.FEATURES));
    }

    private static List<Feature> numbers(List<String> names) {
        return names.stream().map(name -> new Feature(name, FeatureType.DOUBLE)).toList();
    }

    private static List<String> mismatches(ModelManifest manifest, ScoreOutput output, List<String> features) {
        return mismatchesOf(manifest, output, numbers(features));
    }

    private static List<String> mismatchesOf(ModelManifest manifest, ScoreOutput output, List<Feature> features) {
        var refusal = catchThrowableOfType(
                InvalidModelException.class, () -> OnnxModel.open(TestModels.folder(), manifest, output, features));
        return refusal.mismatches().stream()
                .map(mismatch -> mismatch.key() + ": " + mismatch.message())
                .toList();
    }

    private static double score(Scorer scorer, double... row) throws ModelFailedException {
        scorer.put(0, row);
        scorer.run(1);
        return scorer.score(0);
    }

    private static double[] row(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
