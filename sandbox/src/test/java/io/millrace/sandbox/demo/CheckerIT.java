package io.millrace.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sandbox.publish.Pace;
import io.millrace.sandbox.simulator.Faults;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The checker that everything here relies on can fail. */
class CheckerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Test
    void reportsAPredictionThatIsThereTwice(@TempDir Path state) throws Exception {
        try (var test = new PipelineUnderTest("sensors", 500, Faults.NONE);
                var runtime = test.start(state)) {
            // Given
            var reading = test.read();
            Await.until("ready", PATIENCE, runtime::ready);
            test.publish(Pace.unlimited()).get();
            Await.until("all", PATIENCE, () -> test.ledger.tally().missing() == 0);
            assertThat(test.ledger.tally().duplicated()).isZero();

            // When
            writeAgain(test.bootstrap(), test.pipeline.topics().predictions());

            // Then
            Await.until("a duplicate", PATIENCE, () -> test.ledger.tally().duplicated() == 1);
            assertThat(reading.isDone()).isFalse();
        }
    }

    private static void writeAgain(String bootstrap, String topic) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrap, "auto.offset.reset", "earliest");
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
                var producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", (Object) bootstrap),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            consumer.assign(consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList());
            var records = consumer.poll(Duration.ofSeconds(10));
            assertThat(records.isEmpty()).isFalse();
            var one = records.iterator().next();
            producer.send(new ProducerRecord<>(topic, one.partition(), one.key(), one.value()))
                    .get();
        }
    }
}
