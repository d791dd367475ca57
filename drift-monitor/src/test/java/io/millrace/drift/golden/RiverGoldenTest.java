package io.millrace.drift.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.drift.detect.DetectorCodec;
import io.millrace.drift.detect.DetectorKind;
import io.millrace.drift.detect.DetectorSettings;
import io.millrace.drift.detect.Signal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every detector drifts and warns at the indices at which River's does, also when it is stored and restored again and again. */
class RiverGoldenTest {
    private static final int STORED_EVERY = 97;

    static Stream<Arguments> cases() {
        return Golden.each(Golden.section("river").path("cases"))
                .map(each -> Arguments.of(
                        each.path("detector").asText() + " " + each.path("parameters") + " "
                                + each.path("name").asText(),
                        each));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void driftsAndWarnsWhereRiverDoes(String name, JsonNode golden) {
        var settings = settings(golden);
        var detector = settings.begin();
        var drifts = new ArrayList<Integer>();
        var warnings = new ArrayList<Integer>();

        double[] values = stream(golden.path("stream"));
        for (int i = 0; i < values.length; i++) {
            note(detector.update(values[i]), i, drifts, warnings);
        }

        assertThat(drifts).isEqualTo(indices(golden.path("drifts")));
        assertThat(warnings).isEqualTo(runs(golden.path("warnings")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void saysTheSameWhenItIsStoredAndRestoredInBetween(String name, JsonNode golden) {
        var settings = settings(golden);
        var codec = new DetectorCodec(settings);
        var detector = settings.begin();
        var drifts = new ArrayList<Integer>();

        double[] values = stream(golden.path("stream"));
        for (int i = 0; i < values.length; i++) {
            note(detector.update(values[i]), i, drifts, new ArrayList<>());
            if (i % STORED_EVERY == 0 || drifts.contains(i)) {
                var bytes = codec.encode(detector);
                detector = codec.decode(bytes).orElseThrow();
                assertThat(codec.encode(detector)).isEqualTo(bytes).hasSizeLessThan(DetectorCodec.MOST_BYTES + 2000);
            }
        }

        assertThat(drifts).isEqualTo(indices(golden.path("drifts")));
    }

    private static void note(Signal signal, int i, List<Integer> drifts, List<Integer> warnings) {
        if (signal == Signal.DRIFT) {
            drifts.add(i);
        } else if (signal == Signal.WARNING) {
            warnings.add(i);
        }
    }

    private static DetectorSettings settings(JsonNode golden) {
        var parameters = new LinkedHashMap<String, String>();
        golden.path("parameters")
                .properties()
                .forEach(
                        entry -> parameters.put(entry.getKey(), entry.getValue().asText()));
        return DetectorKind.ofCode(golden.path("detector").asText())
                .orElseThrow()
                .settings(parameters);
    }

    private static List<Integer> indices(JsonNode array) {
        return Golden.each(array).map(JsonNode::asInt).toList();
    }

    private static List<Integer> runs(JsonNode array) {
        var indices = new ArrayList<Integer>();
        Golden.each(array).forEach(run -> {
            for (int i = run.path(0).asInt(); i < run.path(1).asInt(); i++) {
                indices.add(i);
            }
        });
        return indices;
    }

    private static double[] stream(JsonNode rule) {
        var random = new Random(rule.path("seed").asLong());
        boolean numbers = rule.path("kind").asText().equals("numbers");
        var values = new ArrayList<Double>();
        for (var segment : rule.path("segments")) {
            int rows = segment.path("rows").asInt();
            double from = segment.path("from").asDouble();
            double to = segment.path("to").asDouble();
            for (int row = 0; row < rows; row++) {
                double at = from + (to - from) * ((double) row / rows);
                values.add(
                        numbers
                                ? Golden.normal(random) * segment.path("scale").asDouble() + at
                                : random.nextDouble() < at ? 1.0 : 0.0);
            }
        }
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
