package io.millrace.app.explain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.app.gate.OnnxGraph;
import io.millrace.app.model.GoldenRow;
import io.millrace.app.model.ModelInput;
import io.millrace.app.model.ModelManifest;
import io.millrace.app.model.ScoreOutput;
import io.millrace.enrich.definition.Feature;
import io.millrace.enrich.definition.FeatureType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The models made by {@code src/test/reasons/make_reasons.py}, and what Python's shap says of their scores. */
record Explained(String name, JsonNode json) {
    private static final JsonNode ALL = all();

    static final List<String> FEATURES = texts(ALL.get("features"));

    /** In the order of {@link #FEATURES}. */
    static final double[] MEDIANS = numbers(ALL.get("medians"));

    static Stream<Explained> models() {
        return StreamSupport.stream(ALL.get("models").spliterator(), false)
                .map(json -> new Explained(json.get("name").asText(), json));
    }

    static Explained model(String name) {
        return models().filter(model -> model.name.equals(name)).findFirst().orElseThrow();
    }

    /** A short name, for the name of a test. */
    @Override
    public String toString() {
        return name;
    }

    byte[] bytes() {
        try (var stream = Explained.class.getResourceAsStream("/reasons/" + name + ".onnx")) {
            return Objects.requireNonNull(stream).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ScoreOutput output() {
        return ScoreOutput.parse(json.get("output").asText()).orElseThrow();
    }

    /** With every row as a golden one. */
    ModelManifest manifest() {
        return manifest(0);
    }

    /** The same, but all scores are said to be greater than they are. */
    ModelManifest manifest(double added) {
        var golden = new ArrayList<GoldenRow>();
        var rows = rows();
        for (int i = 0; i < rows.size(); i++) {
            var row = Arrays.stream(rows.get(i)).boxed().toList();
            golden.add(new GoldenRow(row, json.get("scores").get(i).asDouble() + added));
        }
        return new ModelManifest(name, "1", name + ".onnx", "0".repeat(64), inputs(), golden, 1e-5, Map.of());
    }

    /** One of all features, or one of each, in their order. */
    private List<ModelInput> inputs() {
        return OnnxGraph.read(bytes()).inputs().size() == 1
                ? List.of(ModelInput.only("features", FEATURES))
                : FEATURES.stream()
                        .map(feature -> new ModelInput(feature, List.of(feature), "inputs", "inputs." + feature))
                        .toList();
    }

    /** In the order of {@link #FEATURES}; NaN where missing. */
    List<double[]> rows() {
        return lists("rows");
    }

    double score(int row) {
        return json.get("scores").get(row).asDouble();
    }

    /** What shap says of each row's features, against the medians. */
    List<double[]> baseline() {
        return lists("baseline");
    }

    boolean hasPaths() {
        return json.has("paths");
    }

    /** What shap says of each row's features, against the training. */
    List<double[]> paths() {
        return lists("paths");
    }

    /** The trees in the file, over rows in the order of {@link #FEATURES}. */
    ScoreTrees trees() throws NotTreesException {
        return ScoreTrees.find(OnnxGraph.read(bytes()), manifest(), output(), features());
    }

    static List<Feature> features() {
        return FEATURES.stream()
                .map(feature -> new Feature(feature, FeatureType.DOUBLE))
                .toList();
    }

    private List<double[]> lists(String key) {
        return StreamSupport.stream(json.get(key).spliterator(), false)
                .map(Explained::numbers)
                .toList();
    }

    private static double[] numbers(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .mapToDouble(number -> number.isNull() ? Double.NaN : number.asDouble())
                .toArray();
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static JsonNode all() {
        try (var stream = Explained.class.getResourceAsStream("/reasons/reasons.json")) {
            return new ObjectMapper().readTree(Objects.requireNonNull(stream));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
