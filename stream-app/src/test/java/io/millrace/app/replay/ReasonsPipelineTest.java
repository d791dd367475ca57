package io.millrace.app.replay;

import static io.millrace.app.topology.Payments.CLOCK;
import static io.millrace.app.topology.Payments.NOON;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.app.model.Zoo;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.pipeline.ShippedPipelines;
import io.millrace.app.runtime.PipelineDriver;
import io.millrace.drift.profile.ProfileJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pipeline is replayed, profiled, and then asked for reasons: live and in a replay, of trees and of another model. */
class ReasonsPipelineTest {
    private static final String EVENT = """
            {"type": "record", "name": "Payment", "fields": [
              {"name": "id", "type": "string"},
              {"name": "time", "type": {"type": "long", "logicalType": "timestamp-millis"}},
              {"name": "customer", "type": "string"},
              {"name": "amount", "type": "double"},
              {"name": "average", "type": "double"},
              {"name": "items", "type": "int"}
            ]}
            """;
    private static final double FROM = 0.6;

    private final Path folder;

    ReasonsPipelineTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Pipeline pipeline(Zoo.Member member, String reasons, String monitor) throws Exception {
        var model = Files.createDirectories(folder.resolve("model"));
        Files.write(model.resolve(member.file()), member.bytes());
        Files.writeString(model.resolve("model.yaml"), member.manifest());
        Files.writeString(folder.resolve("payment.avsc"), EVENT);
        Files.writeString(folder.resolve("pipeline.yaml"), """
                name: explained
                events:
                  { topic: payments, schema: payment.avsc, id: id, time: time, key: customer, lateness: 1h, skew: 1m }
                features:
                  - values: { amount: amount, average: average, items: items }
                model: { source: model/, score: "%s", threshold: 0.5%s }
                %s
                """.formatted(member.score(), reasons, monitor));
        return ShippedPipelines.at(folder);
    }

    private static List<GenericRecord> events(Pipeline pipeline, Zoo.Member member) {
        var events = new ArrayList<GenericRecord>();
        for (int i = 0; i < member.scores().size(); i++) {
            var event = new GenericData.Record(pipeline.definitions().event().schema());
            event.put("id", "p" + i);
            event.put("time", NOON.plusSeconds(i).toEpochMilli());
            event.put("customer", "c1");
            event.put("amount", member.cell(i, "amount"));
            event.put("average", member.cell(i, "average"));
            event.put("items", Math.toIntExact((Long) requireNonNull(member.cell(i, "items"))));
            events.add(event);
        }
        return events;
    }

    private static List<GenericRecord> live(Pipeline pipeline, List<GenericRecord> events, Path state)
            throws Exception {
        try (var driver = new PipelineDriver(pipeline, CLOCK, state)) {
            events.forEach(driver::event);
            assertThat(driver.deadLetters()).isEmpty();
            return driver.predictions().stream()
                    .<GenericRecord>map(prediction -> prediction.value())
                    .toList();
        }
    }

    private List<GenericRecord> replayed(Pipeline pipeline, List<GenericRecord> events, String out) throws Exception {
        var file = Histories.write(folder.resolve("events-" + out + ".avro"), events);
        Histories.replay(pipeline, List.of(file), ReplayOptions.to(folder.resolve(out), true));
        return Histories.read(folder.resolve(out), new ReplayTable(pipeline, true).schema());
    }

    @ParameterizedTest
    @ValueSource(strings = {"random-forest", "gradient-boosting", "logistic", "torch-mlp", "logistic-zipmap"})
    void predictionsSayWhyFromSomeScoreOnAndScoresStayWhatTheyAre(String name) throws Exception {
        var member = Zoo.member(name);
        var silent = pipeline(member, "", "");
        var events = events(silent, member);
        var before = live(silent, events, folder.resolve("before"));
        replayed(silent, events, "scored.csv");
        var profile = new ScoredTable(silent).profile(folder.resolve("scored.csv"), Duration.ZERO, 10);
        Files.writeString(folder.resolve("profile.json"), ProfileJson.write(profile));

        var explained = pipeline(
                member, ", reasons: { most: 2, from: " + FROM + " }", "monitor: { profile: profile.json, window: 1d }");
        var after = live(explained, events, folder.resolve("after"));
        var rows = replayed(explained, events, "explained.csv");

        assertThat(before).allMatch(prediction -> prediction.getSchema().getField("reasons") == null);
        assertThat(after).hasSameSizeAs(events).anyMatch(row -> row.get("reasons") == null);
        assertThat(after).anyMatch(row -> row.get("reasons") instanceof List<?> list && list.size() == 2);
        for (int i = 0; i < after.size(); i++) {
            double score = (Double) after.get(i).get("score");
            assertThat(score).as("bit for bit").isEqualTo((Double) before.get(i).get("score"));
            assertSame(after.get(i), rows.get(i), score >= FROM);
        }
        var again = new ScoredTable(explained).profile(folder.resolve("scored.csv"), Duration.ZERO, 10);
        assertThat(again.features()).as("of a table without reasons").isEqualTo(profile.features());
    }

    private static void assertSame(GenericRecord live, GenericRecord replayed, boolean asked) {
        var reasons = (List<?>) live.get("reasons");
        assertThat(reasons != null).isEqualTo(asked);
        double last = Double.POSITIVE_INFINITY;
        for (int i = 0; i < 2; i++) {
            var column = "reason_" + (i + 1);
            if (reasons == null || i >= reasons.size()) {
                assertThat(replayed.get(column)).isNull();
                assertThat(replayed.get(column + "_contribution")).isNull();
                continue;
            }
            var reason = (GenericRecord) reasons.get(i);
            double contribution = (Double) reason.get("contribution");
            assertThat(replayed.get(column)).hasToString(reason.get("feature").toString());
            assertThat((Double) replayed.get(column + "_contribution")).isCloseTo(contribution, within(1e-6));
            assertThat(Math.abs(contribution)).isPositive().isLessThanOrEqualTo(last);
            last = Math.abs(contribution);
        }
    }
}
