package io.millrace.app.replay;

import static io.millrace.app.topology.Payments.CLOCK;
import static io.millrace.app.topology.Payments.PIPELINE;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.pipeline.ShippedPipelines;
import io.millrace.app.runtime.PipelineDriver;
import io.millrace.app.topology.Payments;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model is trained on what a replay wrote, and scores what the topology computed: there must be no difference. */
class ReplayEqualsLiveTest {
    private final Path folder;

    ReplayEqualsLiveTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void everyColumnIsTheSameToTheBit() throws Exception {
        var customers = new ArrayList<GenericRecord>();
        for (int i = 0; i < 5; i++) { // two customers stay unknown
            customers.add(Payments.customer("c" + i, 50 + i / 3.0));
        }
        var events = new ArrayList<>(Histories.tenDays(600));
        events.add(100, events.get(99)); // a duplicate

        var live = live(customers, events);
        var replayed = replayed(customers, events);

        assertThat(replayed).hasSize(600);
        assertThat(live).hasSize(600);
        assertSame(replayed, live);
    }

    @Test
    void aKeyThatSendsTooManyIsKeptOutOfBoth() throws Exception {
        var limited = limited("{ limit: 3, within: 12h, quarantine: true }");
        var events = Histories.tenDays(600); // of a customer 4 or 5 in twelve hours

        var live = new HashMap<String, GenericRecord>();
        int quarantined;
        try (var pipeline = new PipelineDriver(limited, CLOCK, folder.resolve("state"))) {
            events.forEach(pipeline::event);
            pipeline.predictions().forEach(prediction -> live.put(prediction.key(), prediction.value()));
            quarantined = pipeline.quarantined().size();
            assertThat(pipeline.deadLetters()).isEmpty();
        }
        var out = folder.resolve("scored.avro");
        var summary = Histories.replay(
                limited,
                List.of(Histories.write(folder.resolve("events.avro"), events)),
                ReplayOptions.to(out, true).puttingAside(folder.resolve("bad.csv")));

        assertThat(quarantined).isGreaterThan(100);
        assertThat(summary.rejected()).containsExactly(Map.entry("rate-exceeded", (long) quarantined));
        var replayed = Histories.read(out, new ReplayTable(limited, true).schema());
        assertThat(replayed).hasSize(600 - quarantined).hasSameSizeAs(live.keySet());
        assertSame(replayed, live);
    }

    private Pipeline limited(String rate) throws Exception {
        var files = folder.resolve("limited");
        var shipped = ShippedPipelines.folder("transactions");
        try (var all = Files.walk(shipped)) {
            for (var file : all.toList()) {
                Files.copy(file, files.resolve(shipped.relativize(file).toString()));
            }
        }
        var yaml = files.resolve("pipeline.yaml");
        var key = "  key: customer_id\n";
        Files.writeString(yaml, Files.readString(yaml).replaceFirst(key, key + "  rate: " + rate + "\n"));
        return ShippedPipelines.at(files);
    }

    private static void assertSame(List<GenericRecord> replayed, Map<String, GenericRecord> live) {
        for (var row : replayed) {
            var prediction = requireNonNull(live.get(row.get("event_id").toString()));
            for (var column : row.getSchema().getFields()) {
                assertThat(bits(prediction.get(column.name())))
                        .as("%s of %s", column.name(), row.get("event_id"))
                        .isEqualTo(bits(row.get(column.name())));
            }
        }
    }

    private Map<String, GenericRecord> live(List<GenericRecord> customers, List<GenericRecord> events) {
        var predictions = new HashMap<String, GenericRecord>();
        try (var pipeline = new PipelineDriver(PIPELINE, CLOCK, folder.resolve("state"))) {
            customers.forEach(pipeline::reference);
            events.forEach(pipeline::event);
            pipeline.predictions().forEach(prediction -> predictions.put(prediction.key(), prediction.value()));
            assertThat(pipeline.deadLetters()).hasSize(1);
        }
        return predictions;
    }

    private List<GenericRecord> replayed(List<GenericRecord> customers, List<GenericRecord> events) throws Exception {
        var tables = Histories.write(folder.resolve("customers.avro"), customers);
        var history = Histories.write(folder.resolve("events.avro"), events);
        var out = folder.resolve("scored.avro");
        var definitions = PIPELINE.definitions();
        Replay.Summary summary;
        try (var source = FileSource.open(List.of(history), definitions.event().schema());
                var customer =
                        ReferenceTable.open(tables, definitions.references().get(0))) {
            summary = new Replay(PIPELINE, CLOCK)
                    .run(
                            new Replay.Inputs(source, Map.of("customer", customer), null),
                            ReplayOptions.to(out, true).puttingAside(folder.resolve("bad.csv")),
                            (rows, done, total) -> {});
        }
        assertThat(summary.rejected()).containsExactly(Map.entry("duplicate", 1L));
        return Histories.read(out, new ReplayTable(PIPELINE, true).schema());
    }

    private static Object bits(Object value) {
        return value instanceof Double number ? Double.doubleToRawLongBits(number) : String.valueOf(value);
    }
}
