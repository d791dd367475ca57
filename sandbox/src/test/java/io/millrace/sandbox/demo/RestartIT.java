package io.millrace.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.enrich.contract.Verdict;
import io.millrace.enrich.event.Origin;
import io.millrace.enrich.replay.OfflineEnricher;
import io.millrace.sandbox.publish.Pace;
import io.millrace.sandbox.publish.Sent;
import io.millrace.sandbox.simulator.Expectation;
import io.millrace.sandbox.simulator.Faults;
import io.millrace.sandbox.simulator.Message;
import io.millrace.schemas.registry.SchemaRegistry;
import io.millrace.schemas.wire.AvroDecoder;
import io.millrace.schemas.wire.AvroEncoder;
import io.millrace.schemas.wire.Decoded;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What restarts must not change. */
class RestartIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Test
    void restartsLoseNothingRepeatNothingAndForgetNoFeature(@TempDir Path first, @TempDir Path other) throws Exception {
        try (var test = new PipelineUnderTest("transactions", 6_000, Faults.NONE)) {
            // Given
            var runtime = test.start(first, "one");
            var reading = test.read();
            Await.until("ready", PATIENCE, runtime::ready);
            var publishing = test.publish(Pace.steady(600, Duration.ofSeconds(10)));

            // When: once with its state at hand, once from the changelogs alone
            Await.until("a third", PATIENCE, () -> test.ledger.tally().predictions() > 2_000);
            runtime.close();
            runtime = test.start(first, "one");
            Await.until("two thirds", PATIENCE, () -> test.ledger.tally().predictions() > 4_000);
            runtime.close();
            runtime = test.start(other, "one");
            publishing.get();
            Await.until("all", PATIENCE, () -> test.ledger.tally().missing() == 0);
            runtime.close();

            // Then
            assertThat(reading.isDone()).isFalse();
            assertThat(test.ledger.tally().duplicated()).isZero();
            assertThat(test.ledger.tally().unexpected()).isZero();
            assertThat(customerFeatures(predictions(test))).isEqualTo(offline(test));
        }
    }

    /** Features of the first station, by event id: they depend on the order within a partition only. */
    private static Map<String, List<Object>> customerFeatures(List<GenericRecord> predictions) {
        var rows = new TreeMap<String, List<Object>>();
        for (var prediction : predictions) {
            rows.put(prediction.get("event_id").toString(), row(prediction));
        }
        return rows;
    }

    private static List<Object> row(GenericRecord record) {
        var row = new ArrayList<Object>();
        for (var name : List.of(
                "amount",
                "amount_to_usual",
                "night",
                "abroad",
                "cust_nb_1d",
                "cust_nb_7d",
                "cust_avg_1d",
                "cust_avg_7d",
                "cust_max_1d",
                "cust_max_7d",
                "cust_spread_7d",
                "cust_usual_7d")) {
            row.add(String.valueOf(record.get(name)));
        }
        return row;
    }

    /** The same features from the same events, without Kafka, in the order each partition had them. */
    private static Map<String, List<Object>> offline(PipelineUnderTest test) throws Exception {
        var plan = test.pipeline.plan();
        var enricher = new OfflineEnricher(plan, Clock.systemUTC());
        var customer = test.pipeline.definitions().references().get(0).schema();
        var event = test.pipeline.definitions().event().schema();
        var rows = new TreeMap<String, List<Object>>();
        var inOrder = new ArrayList<Sent>(test.sent);
        inOrder.sort(Comparator.comparingInt(Sent::partition).thenComparingLong(Sent::offset));
        for (var sent : inOrder) {
            if (sent.message() instanceof Message.Reference reference) {
                enricher.putReference("customer", generic(reference.value(), customer, test));
            }
        }
        for (var sent : inOrder) {
            if (sent.message() instanceof Message.Event message) {
                assertThat(message.expectation()).isEqualTo(Expectation.ACCEPT);
                var origin = new Origin("transactions", sent.partition(), sent.offset(), 0, null, null);
                var verdict = enricher.enrich(generic(message.value(), event, test), origin);
                var enriched = ((Verdict.Accepted) verdict).event();
                var row = new ArrayList<Object>();
                for (int i = 0; i < 12; i++) {
                    row.add(String.valueOf(plan.features().get(i).type().typed(enriched.row()[i])));
                }
                rows.put(message.id(), row);
            }
        }
        return rows;
    }

    private static GenericRecord generic(SpecificRecord record, Schema schema, PipelineUnderTest test)
            throws Exception {
        var registry = SchemaRegistry.connect(test.registryUrl());
        int id = registry.register("restart-" + schema.getName(), record.getSchema());
        var decoded = new AvroDecoder(registry, schema).decode(new AvroEncoder(id, record.getSchema()).encode(record));
        return ((Decoded.Value) decoded).record();
    }

    private static List<GenericRecord> predictions(PipelineUnderTest test) {
        var topic = test.pipeline.topics().predictions();
        var records = new ArrayList<GenericRecord>();
        var decoder = new AvroDecoder(SchemaRegistry.connect(test.registryUrl()), test.pipeline.predictionSchema());
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", test.bootstrap(),
                "isolation.level", "read_committed",
                "auto.offset.reset", "earliest");
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList());
            while (records.size() < test.ledger.tally().predictions()) {
                for (var record : consumer.poll(Duration.ofSeconds(1))) {
                    records.add(((Decoded.Value) decoder.decode(record.value())).record());
                }
            }
        }
        return records;
    }
}
