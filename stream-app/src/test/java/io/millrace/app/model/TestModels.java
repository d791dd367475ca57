package io.millrace.app.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The models made by {@code src/test/models/make_models.py}, and the scores Python's ONNX Runtime gives with them. */
public final class TestModels {
    public static final List<String> FEATURES = List.of("amount", "night", "cust_avg_1d");

    private static final JsonNode EXPECTED = expected();

    static {
        try {
            NativeLibrary.prepare(Path.of("target", "native"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private TestModels() {}

    /** A model whose golden rows are those of the committed scores; files have the model's name. */
    public static ModelManifest manifest(String model) {
        return manifest(model, golden(model));
    }

    static ModelManifest manifest(String model, List<GoldenRow> golden) {
        return new ModelManifest(
                model, "1", model + ".onnx", sha256(model), "features", FEATURES, golden, 1e-5, Map.of());
    }

    public static ScoreOutput output(String model) {
        return new ScoreOutput(
                EXPECTED.get(model).get("output").asText(),
                EXPECTED.get(model).get("index").asInt());
    }

    static List<GoldenRow> golden(String model) {
        var golden = new ArrayList<GoldenRow>();
        for (var row : EXPECTED.get(model).get("rows")) {
            var values = new ArrayList<Double>();
            row.get("row").forEach(value -> values.add(value.isNull() ? Double.NaN : value.asDouble()));
            golden.add(new GoldenRow(values, row.get("score").asDouble()));
        }
        return golden;
    }

    /** The folder with all the models. */
    public static Path folder() {
        try {
            return Path.of(Objects.requireNonNull(TestModels.class.getResource("/models"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String sha256(String model) {
        try {
            var bytes = Files.readAllBytes(folder().resolve(model + ".onnx"));
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode expected() {
        try (var stream = TestModels.class.getResourceAsStream("/models/expected.json")) {
            return new ObjectMapper().readTree(Objects.requireNonNull(stream));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
