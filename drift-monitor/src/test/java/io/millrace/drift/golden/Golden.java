package io.millrace.drift.golden;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.drift.definition.Sample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.provider.Arguments;

/** What {@code src/test/python/golden.py} had the packages compute, and the data it described by rules. */
final class Golden {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS) // as Python writes them
            .build();
    private static final JsonNode FILE = read();

    /** Tests run in the folder of their module. */
    private static final Path SHARED = Path.of("..", "..", "shared");

    private Golden() {}

    private static JsonNode read() {
        try (var in = Golden.class.getResourceAsStream("/io/millrace/drift/golden.json")) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What one package computed. */
    static JsonNode section(String name) {
        return FILE.path(name);
    }

    /** The elements of an array. */
    static Stream<JsonNode> each(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    /** Arguments (name, case) for every case of a kind: numbers or categories. */
    static Stream<Arguments> cases(String section, String kind) {
        var cases = section(section).path(kind);
        return StreamSupport.stream(((Iterable<String>) cases::fieldNames).spliterator(), false)
                .map(name -> Arguments.of(name, cases.path(name)));
    }

    /** A file beside the repository; the test that asks is skipped where it is absent. */
    static Path shared(String path) {
        var file = SHARED.resolve(path);
        assumeTrue(
                Files.isRegularFile(file),
                () -> "skipped: the published data is not at "
                        + file.toAbsolutePath().normalize());
        return file;
    }

    static JsonNode sharedJson(String path) throws IOException {
        return JSON.readTree(shared(path).toFile());
    }

    /** Both sides of a case; whole numbers if both are, as pandas has them together. */
    static Sample sample(JsonNode rule, String kind) {
        return kind.equals("numbers") ? numbers(rule) : new Sample.Categories(new ArrayList<>(texts(rule)));
    }

    private static Sample.Numbers numbers(JsonNode rule) {
        boolean whole = rule.path("rule").asText().equals("whole") && !rule.has("missing") && !rule.has("infinite");
        return new Sample.Numbers(values(rule), whole);
    }

    /** The numbers of a rule. */
    static double[] values(JsonNode rule) {
        var kind = rule.path("rule").asText();
        if (kind.equals("listed")) {
            return each(rule.path("values")).mapToDouble(Golden::number).toArray();
        }
        var random = new Random(rule.path("seed").asLong());
        return IntStream.range(0, rule.path("rows").asInt())
                .mapToDouble(row -> missing(rule, row, value(kind, rule, random)))
                .toArray();
    }

    private static double value(String kind, JsonNode rule, Random random) {
        double scale = rule.path("scale").asDouble();
        double shift = rule.path("shift").asDouble();
        return switch (kind) {
            case "normal" -> normal(random) * scale + shift;
            case "whole" -> Math.floor(normal(random) * scale + shift);
            case "skewed" -> {
                double x = normal(random);
                yield x * x * scale;
            }
            default -> few(rule, random);
        };
    }

    private static double missing(JsonNode rule, int row, double value) {
        if (rule.has("infinite") && row % rule.path("infinite").asInt() == 1) {
            return Double.POSITIVE_INFINITY;
        }
        return rule.has("missing") && row % rule.path("missing").asInt() == 0 ? Double.NaN : value;
    }

    private static double few(JsonNode rule, Random random) {
        double base = random.nextDouble();
        double power = rule.path("power").asDouble() == 1 ? base : base * base;
        return Math.floor(power * rule.path("distinct").asInt());
    }

    /** The sum of twelve {@code nextDouble} less 6. */
    static double normal(Random random) {
        double sum = 0;
        for (int i = 0; i < 12; i++) {
            sum += random.nextDouble();
        }
        return sum - 6;
    }

    private static List<String> texts(JsonNode rule) {
        var texts = new ArrayList<String>();
        if (rule.path("rule").asText().equals("texts")) {
            rule.path("counts").properties().forEach(entry -> {
                for (int i = 0; i < entry.getValue().asInt(); i++) {
                    texts.add(entry.getKey());
                }
            });
        } else {
            var random = new Random(rule.path("seed").asLong());
            for (int i = 0; i < rule.path("rows").asInt(); i++) {
                texts.add("c" + (int) few(rule, random));
            }
        }
        return texts;
    }

    /** A number as golden.py writes it: what JSON has no word for is a text. */
    static double number(JsonNode node) {
        return node.isTextual()
                ? Double.parseDouble(node.asText().replace("inf", "Infinity").replace("nan", "NaN"))
                : node.asDouble();
    }
}
