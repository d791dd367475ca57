package io.millrace.app.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.app.yaml.Problems;
import io.millrace.app.yaml.YamlDocument;
import io.millrace.enrich.definition.Feature;
import io.millrace.enrich.definition.FeatureType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;

/** The models made by {@code src/test/zoo/make_zoo.py}, and the scores Python's ONNX Runtime gives with them. */
public final class Zoo {
    /** What a pipeline computes, by name; in a pipeline's row they come in the reverse order of these. */
    private static final Map<String, FeatureType> TYPES = types();

    private static final JsonNode ZOO = read();

    private Zoo() {}

    /**
     * One model.
     *
     * @param inputs features by input, in the order of the graph's numbers
     * @param score as {@code model.score} has it
     * @param missing whether rows have gaps
     */
    public record Member(
            String name,
            String file,
            Map<String, List<String>> inputs,
            String score,
            boolean missing,
            List<Double> scores) {
        /** A short name, for the name of a test. */
        @Override
        public String toString() {
            return name;
        }

        /** The features in the order of a pipeline, which is none of the model's. */
        public List<Feature> features() {
            var used = inputs.values().stream().flatMap(List::stream).distinct().toList();
            return TYPES.keySet().stream()
                    .filter(used::contains)
                    .sorted(Comparator.reverseOrder())
                    .map(feature -> new Feature(feature, Objects.requireNonNull(TYPES.get(feature))))
                    .toList();
        }

        /** A Double, Long, Boolean or String; null where it is missing. */
        public @Nullable Object cell(int row, String feature) {
            if (missing
                    && StreamSupport.stream(ZOO.get("gaps").get(row).spliterator(), false)
                            .anyMatch(gap -> gap.asText().equals(feature))) {
                return null;
            }
            var cell = ZOO.get("rows").get(row).get(feature);
            return switch (Objects.requireNonNull(TYPES.get(feature))) {
                case DOUBLE -> (Object) cell.asDouble();
                case LONG -> (Object) cell.asLong();
                case BOOLEAN -> (Object) cell.asBoolean();
                case TEXT -> cell.asText();
            };
        }

        /** What a pipeline's row has. */
        public double[] row(int row) {
            return features().stream()
                    .mapToDouble(feature -> number(cell(row, feature.name())))
                    .toArray();
        }

        /** What a pipeline's row has beside it. */
        public @Nullable String[] texts(int row) {
            return features().stream()
                    .filter(feature -> feature.type() == FeatureType.TEXT)
                    .map(feature -> (String) cell(row, feature.name()))
                    .toArray(String[]::new);
        }

        /** How far a score may be from what Python says: 1e-5, of the score itself where that is greater than 1. */
        public Offset<Double> allowance(int row) {
            return Offset.offset(1e-5 * Math.max(1, Math.abs(scores.get(row))));
        }

        public ScoreOutput output() {
            return ScoreOutput.parse(score).orElseThrow();
        }

        /** The same as it is read. */
        public ModelManifest read() {
            return Zoo.read(manifest());
        }

        public byte[] bytes() {
            try {
                return Files.readAllBytes(folder().resolve(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** {@code model.yaml} with every row as a golden one. */
        public String manifest() {
            var json = new ObjectMapper();
            try {
                var only = inputs.size() == 1;
                var first = inputs.entrySet().iterator().next();
                var yaml = new StringBuilder(
                        "name: %s\nversion: 1\nfile: %s\nsha256: %s\n".formatted(name, file, sha256(file)));
                yaml.append(
                        only
                                ? "input: " + first.getKey() + "\nfeatures: "
                                        + json.writeValueAsString(first.getValue())
                                : "inputs: " + json.writeValueAsString(inputs));
                yaml.append("\ngolden:\n");
                var names = inputs.values().stream()
                        .flatMap(List::stream)
                        .distinct()
                        .toList();
                for (int i = 0; i < scores.size(); i++) {
                    var cells = new ArrayList<Object>();
                    for (var feature : names) {
                        cells.add(cell(i, feature));
                    }
                    yaml.append("  - { row: ")
                            .append(json.writeValueAsString(cells))
                            .append(", score: ")
                            .append(scores.get(i))
                            .append(" }\n");
                }
                return yaml.toString();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    public static Stream<Member> members() {
        return StreamSupport.stream(ZOO.get("models").spliterator(), false).map(Zoo::member);
    }

    public static Member member(String name) {
        return members()
                .filter(member -> member.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Member member(JsonNode json) {
        var inputs = new LinkedHashMap<String, List<String>>();
        json.get("inputs")
                .properties()
                .forEach(input -> inputs.put(
                        input.getKey(),
                        StreamSupport.stream(input.getValue().spliterator(), false)
                                .map(JsonNode::asText)
                                .toList()));
        return new Member(
                json.get("name").asText(),
                json.get("file").asText(),
                inputs,
                json.get("score").asText(),
                json.get("missing").asBoolean(),
                StreamSupport.stream(json.get("scores").spliterator(), false)
                        .map(JsonNode::asDouble)
                        .toList());
    }

    /** A manifest without a mistake. */
    static ModelManifest read(String manifest) {
        var problems = new Problems();
        var read = YamlDocument.parse(manifest, ManifestFile.NAME, problems).flatMap(ManifestFile::read);
        if (!problems.isEmpty()) {
            throw new AssertionError(problems.sorted());
        }
        return read.orElseThrow();
    }

    /** The folder with all the models. */
    public static Path folder() {
        try {
            return Path.of(Objects.requireNonNull(Zoo.class.getResource("/zoo")).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static double number(@Nullable Object cell) {
        if (cell instanceof Boolean truth) {
            return truth ? 1 : 0;
        }
        return cell instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    private static String sha256(String file) throws IOException {
        try {
            var bytes = Files.readAllBytes(folder().resolve(file));
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, FeatureType> types() {
        var types = new LinkedHashMap<String, FeatureType>();
        types.put("amount", FeatureType.DOUBLE);
        types.put("average", FeatureType.DOUBLE);
        types.put("items", FeatureType.LONG);
        types.put("night", FeatureType.BOOLEAN);
        types.put("country", FeatureType.TEXT);
        types.put("channel", FeatureType.TEXT);
        return types;
    }

    private static JsonNode read() {
        try (var stream = Zoo.class.getResourceAsStream("/zoo/zoo.json")) {
            return new ObjectMapper().readTree(Objects.requireNonNull(stream));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
