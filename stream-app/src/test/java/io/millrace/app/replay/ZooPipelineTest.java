package io.millrace.app.replay;

import static io.millrace.app.topology.Payments.CLOCK;
import static io.millrace.app.topology.Payments.NOON;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.model.Zoo;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.pipeline.ShippedPipelines;
import io.millrace.app.runtime.PipelineDriver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every model of the zoo, in a pipeline folder of its own, scores what Python's ONNX Runtime does: live and in a replay. */
class ZooPipelineTest {
    private static final String EVENT = """
            {"type": "record", "name": "Payment", "fields": [
              {"name": "id", "type": "string"},
              {"name": "time", "type": {"type": "long", "logicalType": "timestamp-millis"}},
              {"name": "customer", "type": "string"},
              {"name": "terminal", "type": "string"},
              {"name": "amount", "type": ["null", "double"]},
              {"name": "average", "type": ["null", "double"]},
              {"name": "items", "type": ["null", "int"]},
              {"name": "night", "type": "boolean"},
              {"name": "country", "type": "string"},
              {"name": "channel", "type": {"type": "string"}}
            ]}
            """;

    private final Path folder;

    ZooPipelineTest(@TempDir Path folder) {
        this.folder = folder;
    }

    static Stream<Zoo.Member> members() {
        return Zoo.members();
    }

    private Pipeline pipeline(Zoo.Member member) throws Exception {
        var model = Files.createDirectories(folder.resolve("model"));
        Files.copy(Zoo.folder().resolve(member.file()), model.resolve(member.file()));
        Files.writeString(model.resolve("model.yaml"), member.manifest());
        Files.writeString(folder.resolve("payment.avsc"), EVENT);
        var values = member.features().stream()
                .map(feature -> feature.name() + ": " + feature.name())
                .collect(joining(", ", "{ ", " }"));
        Files.writeString(folder.resolve("pipeline.yaml"), """
                name: zoo
                events:
                  { topic: payments, schema: payment.avsc, id: id, time: time, key: customer, lateness: 1h, skew: 1m }
                features:
                  - values: %s
                model: { source: model/, score: "%s", threshold: 0.5 }
                """.formatted(values, member.score()));
        return ShippedPipelines.at(folder);
    }

    private static List<GenericRecord> events(Pipeline pipeline, Zoo.Member member) {
        var events = new ArrayList<GenericRecord>();
        for (int i = 0; i < member.scores().size(); i++) {
            var event = new GenericData.Record(pipeline.definitions().event().schema());
            event.put("id", "p" + i);
            event.put("time", NOON.plusSeconds(i).toEpochMilli());
            event.put("customer", "c1");
            event.put("terminal", "m1");
            event.put("amount", member.cell(i, "amount"));
            event.put("average", member.cell(i, "average"));
            event.put("items", member.cell(i, "items") instanceof Long items ? Math.toIntExact(items) : null);
            event.put("night", member.cell(i, "night"));
            event.put("country", member.cell(i, "country"));
            event.put("channel", member.cell(i, "channel"));
            events.add(event);
        }
        return events;
    }

    /** Scores, labels and features. */
    private static void assertScores(Zoo.Member member, List<GenericRecord> scored) {
        assertThat(scored).hasSameSizeAs(member.scores());
        for (int i = 0; i < scored.size(); i++) {
            var row = scored.get(i);
            double expected = member.scores().get(i);
            assertThat((Double) row.get("score")).as("row %d", i).isCloseTo(expected, member.allowance(i));
            for (var feature : member.features()) {
                var cell = member.cell(i, feature.name());
                assertThat(
                                row.get(feature.name()) instanceof CharSequence text
                                        ? text.toString()
                                        : row.get(feature.name()))
                        .as("row %d, %s", i, feature.name())
                        .isEqualTo(cell);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("members")
    void scoresInAReplay(Zoo.Member member) throws Exception {
        var pipeline = pipeline(member);
        var events = Histories.write(folder.resolve("events.avro"), events(pipeline, member));
        var out = folder.resolve("scored.parquet");

        Histories.replay(pipeline, List.of(events), ReplayOptions.to(out, true));

        assertScores(member, Histories.read(out, new ReplayTable(pipeline, true).schema()));
    }

    @Test
    void textsAreProfiledAsCategories() throws Exception {
        var member = Zoo.member("columns");
        var pipeline = pipeline(member);
        var events = Histories.write(folder.resolve("events.avro"), events(pipeline, member));
        var out = folder.resolve("scored.csv");
        Histories.replay(pipeline, List.of(events), ReplayOptions.to(out, true));

        var profile = new ScoredTable(pipeline).profile(out, Duration.ZERO, 10);

        assertThat(profile.features().stream().map(feature -> feature.name()))
                .containsExactly("night", "items", "average", "amount");
        assertThat(profile.texts()).allSatisfy(text -> {
            assertThat(text.count() + text.missing()).isEqualTo(profile.sampleSize());
            assertThat(text.categories()).hasSize((int) text.distinct()).isNotEmpty();
        });
        assertThat(profile.texts()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("members")
    void scoresLive(Zoo.Member member) throws Exception {
        var pipeline = pipeline(member);
        try (var driver = new PipelineDriver(pipeline, CLOCK, folder.resolve("state"))) {
            events(pipeline, member).forEach(driver::event);

            assertScores(
                    member,
                    driver.predictions().stream()
                            .<GenericRecord>map(prediction -> prediction.value())
                            .toList());
            assertThat(driver.deadLetters()).isEmpty();
        }
    }
}
