package io.millrace.sandbox.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Holds one topic against another by what consumers with {@code read_committed} get to see of them. Knows Kafka, Avro and how a
 * schema registry is asked, and on purpose nothing of what stands between the topics: no class of ours is used but the count.
 */
final class DeliveryCheck {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int PREFIX = 5;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final Map<Integer, GenericDatumReader<GenericRecord>> readers = new HashMap<>();
    private final String bootstrap;
    private final String registry;

    DeliveryCheck(String bootstrap, String registry) {
        this.bootstrap = bootstrap;
        this.registry = registry;
    }

    /** Where ids are: a topic of Avro records in Confluent's wire format, and a field of them. */
    record Ids(String topic, String field) {}

    /** Reads both topics from their beginning to where they end now. */
    Delivery between(Ids events, Ids predictions) throws Exception {
        return Delivery.of(read(events), read(predictions));
    }

    private List<String> read(Ids wanted) throws Exception {
        var ids = new ArrayList<String>();
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(wanted.topic).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions).entrySet();
            while (ends.stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (var record : consumer.poll(POLL)) {
                    ids.add(decode(record.value()).get(wanted.field).toString());
                }
            }
        }
        return ids;
    }

    private GenericRecord decode(byte[] value) throws Exception {
        int schemaId = ByteBuffer.wrap(value).getInt(1);
        var reader = readers.get(schemaId);
        if (reader == null) {
            reader = new GenericDatumReader<>(schema(schemaId));
            readers.put(schemaId, reader);
        }
        return reader.read(null, DecoderFactory.get().binaryDecoder(value, PREFIX, value.length - PREFIX, null));
    }

    private Schema schema(int id) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(registry + "/schemas/ids/" + id))
                .build();
        var answer = http.send(request, BodyHandlers.ofString()).body();
        return new Schema.Parser().parse(json.readTree(answer).get("schema").asText());
    }
}
