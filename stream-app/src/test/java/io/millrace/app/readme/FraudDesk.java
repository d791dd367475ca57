package io.millrace.app.readme;

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** The consumer of README, word for word; {@link ReadmeTest} sees to that. Compiled, never run. */
final class FraudDesk {
    private FraudDesk() {}

    @SuppressWarnings({"SystemOut", "InfiniteLoopStatement"})
    static void read() {
        // README begins
        var settings = new Properties();
        settings.put("bootstrap.servers", "localhost:9092");
        settings.put("group.id", "fraud-desk");
        settings.put("isolation.level", "read_committed");
        settings.put("key.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
        settings.put("value.deserializer", "io.confluent.kafka.serializers.KafkaAvroDeserializer");
        settings.put("schema.registry.url", "http://localhost:8081");
        try (var consumer = new KafkaConsumer<String, GenericRecord>(settings)) {
            consumer.subscribe(List.of("transactions.predictions"));
            while (true) {
                for (var prediction : consumer.poll(Duration.ofSeconds(1))) {
                    System.out.println(
                            prediction.key() + " " + prediction.value().get("score"));
                }
            }
        }
        // README ends
    }
}
