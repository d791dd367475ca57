package io.millrace.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.registry.SchemaRegistry;
import io.millrace.schemas.registry.UnknownSchemaException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What has been committed to the topics of a cluster, decoded with plain Avro. */
record Committed(String bootstrap, SchemaRegistry registry) {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** Reads a topic from its beginning until what was read satisfies. */
    List<ConsumerRecord<byte[], byte[]>> read(
            String topic, Predicate<List<ConsumerRecord<byte[], byte[]>>> enough, String what) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        try (var consumer = consumer(topic)) {
            while (!enough.test(records)) {
                assertThat(System.nanoTime() - deadline)
                        .as("%s in %s within %s; until now %d records", what, topic, PATIENCE, records.size())
                        .isNegative();
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    /** All there is in a topic now. */
    List<ConsumerRecord<byte[], byte[]>> readAll(String topic) {
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        try (var consumer = consumer(topic)) {
            while (!isAtEnd(consumer)) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    /** Whether all is read that is there now. */
    static boolean isAtEnd(KafkaConsumer<?, ?> consumer) {
        return consumer.endOffsets(consumer.assignment()).entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    /** Of a whole topic, from its beginning; to be closed by the caller. */
    KafkaConsumer<byte[], byte[]> consumer(String topic) {
        var consumer = new KafkaConsumer<>(
                Map.<String, Object>of(
                        "bootstrap.servers", bootstrap,
                        "isolation.level", "read_committed",
                        "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        var partitions = consumer.partitionsFor(topic);
        assertThat(partitions).as("partitions of %s", topic).isNotEmpty();
        consumer.assign(partitions.stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList());
        return consumer;
    }

    List<GenericRecord> decodeAll(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream().map(record -> decode(record.value())).toList();
    }

    GenericRecord decode(byte[] payload) {
        return decode(payload, reader(payload));
    }

    /** With what {@link #reader} has made of a payload of the same schema: making it takes longer than reading with it. */
    static GenericRecord decode(byte[] payload, GenericDatumReader<GenericRecord> reader) {
        try {
            return reader.read(null, DecoderFactory.get().binaryDecoder(payload, 5, payload.length - 5, null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    GenericDatumReader<GenericRecord> reader(byte[] payload) {
        try {
            return new GenericDatumReader<>(registry.byId(schemaId(payload)));
        } catch (UnknownSchemaException e) {
            throw new AssertionError("a schema that nobody registered", e);
        }
    }

    static int schemaId(byte[] payload) {
        return ByteBuffer.wrap(payload).getInt(1);
    }
}
