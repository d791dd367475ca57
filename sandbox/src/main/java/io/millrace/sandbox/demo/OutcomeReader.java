package io.millrace.sandbox.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads what a pipeline has committed and enters it in the {@link Ledger} and the {@link AlertLog}. Decodes with plain Avro
 * and plain HTTP on purpose: nothing here is shared with the code whose work it checks. Runs in one thread.
 */
final class OutcomeReader implements Runnable, AutoCloseable {
    private static final int HEADER_BYTES = 5;
    private static final Duration TOPIC_WITHIN = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Topics topics;
    private final String registryUrl;
    private final Ledger ledger;
    private final AlertLog alerts;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<Integer, GenericDatumReader<GenericRecord>> readers = new HashMap<>();
    private volatile boolean closing;

    record Topics(String predictions, String deadLetters, String alerts) {}

    OutcomeReader(String bootstrap, String registryUrl, Topics topics, Ledger ledger, AlertLog alerts) {
        this.topics = topics;
        this.registryUrl = registryUrl;
        this.ledger = ledger;
        this.alerts = alerts;
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    @Override
    public void run() {
        try (consumer) {
            readUntil(() -> closing);
        } catch (WakeupException e) {
            if (!closing) {
                throw e;
            }
        }
    }

    /** Reads what is there and what comes, from where it stopped, and asks after every poll whether that is enough. */
    void readUntil(BooleanSupplier enough) {
        if (consumer.assignment().isEmpty()) {
            consumer.assign(List.of(topics.predictions(), topics.deadLetters(), topics.alerts()).stream()
                    .flatMap(topic -> partitionsOf(topic).stream())
                    .toList());
        }
        while (!enough.getAsBoolean()) {
            var records = consumer.poll(POLL);
            long seenNanos = System.nanoTime();
            for (var record : records) {
                enter(record, seenNanos);
            }
        }
    }

    /** Asks until the broker knows the topic: of one that was made a moment ago it may not have heard, and would say none. */
    private List<TopicPartition> partitionsOf(String topic) {
        long deadline = System.nanoTime() + TOPIC_WITHIN.toNanos();
        while (true) {
            var partitions = consumer.partitionsFor(topic);
            if (!partitions.isEmpty()) {
                return partitions.stream()
                        .map(partition -> new TopicPartition(topic, partition.partition()))
                        .toList();
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("there is no topic " + topic);
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    /** Whether everything that was committed until now has been read. */
    boolean isAtEnd() {
        return consumer.endOffsets(consumer.assignment()).entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private void enter(ConsumerRecord<byte[], byte[]> record, long seenNanos) {
        var value = decode(record.value());
        if (record.topic().equals(topics.predictions())) {
            enterPrediction(value.get("prediction_id").toString(), seenNanos);
        } else if (record.topic().equals(topics.deadLetters())) {
            if (!value.get("stage").toString().equals("reference")) {
                ledger.rejected(
                        (int) value.get("partition"),
                        (long) value.get("offset"),
                        value.get("reason").toString());
            }
        } else if (value.get("state").toString().equals("RAISED")) {
            alerts.raised(
                    value.get("feature").toString(),
                    value.get("test").toString(),
                    Instant.ofEpochMilli((long) value.get("window_end")),
                    value.get("message").toString(),
                    seenNanos);
        }
    }

    /** @param id topic, partition and offset, joined by hyphens; a topic may contain some of its own */
    private void enterPrediction(String id, long seenNanos) {
        int beforeOffset = id.lastIndexOf('-');
        int beforePartition = id.lastIndexOf('-', beforeOffset - 1);
        ledger.predicted(
                Integer.parseInt(id.substring(beforePartition + 1, beforeOffset)),
                Long.parseLong(id.substring(beforeOffset + 1)),
                seenNanos);
    }

    private GenericRecord decode(byte[] payload) {
        int id = ByteBuffer.wrap(payload).getInt(1);
        var reader = readers.computeIfAbsent(id, this::fetchReader);
        try {
            return reader.read(
                    null,
                    DecoderFactory.get().binaryDecoder(payload, HEADER_BYTES, payload.length - HEADER_BYTES, null));
        } catch (IOException e) {
            throw new UncheckedIOException("the pipeline wrote what cannot be read", e);
        }
    }

    private GenericDatumReader<GenericRecord> fetchReader(int id) {
        var request = HttpRequest.newBuilder(URI.create(registryUrl + "/schemas/ids/" + id))
                .build();
        try {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            var schema = new ObjectMapper().readTree(answer.body()).get("schema");
            return new GenericDatumReader<>(new Schema.Parser().parse(schema.asText()));
        } catch (IOException e) {
            throw new UncheckedIOException("the registry did not answer for schema id " + id, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while fetching schema id " + id, e);
        }
    }

    /** Ends {@link #run()} soon, and with it the consumer. */
    @Override
    public void close() {
        closing = true;
        consumer.wakeup();
    }
}
