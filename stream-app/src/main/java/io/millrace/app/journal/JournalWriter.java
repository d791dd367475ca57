package io.millrace.app.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.app.rollout.Entry;
import io.millrace.app.rollout.ModelVersion;
import io.millrace.schemas.rollout.RolloutEvent;
import io.millrace.schemas.wire.AvroEncoder;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/** Writes to the rollout log. Safe for concurrent use. */
public final class JournalWriter implements AutoCloseable {
    private final Producer<byte[], byte[]> producer;
    private final String pipeline;
    private final String topic;
    private final AvroEncoder encoder;
    private final Map<String, ModelVersion> versions = new ConcurrentHashMap<>();

    /**
     * A writer through a producer, which is closed with this.
     *
     * @param schemaId under which the contract is registered for the topic
     */
    JournalWriter(Producer<byte[], byte[]> producer, String pipeline, String topic, int schemaId) {
        this.producer = producer;
        this.pipeline = pipeline;
        this.topic = topic;
        this.encoder = new AvroEncoder(schemaId, RolloutEvent.getClassSchema());
    }

    /** From now on entries about a version tell its name as well. */
    public void tell(ModelVersion version) {
        versions.put(version.digest(), version);
    }

    /**
     * Writes an entry, and returns when all replicas have it.
     *
     * @throws KafkaException if it may not have been written
     */
    public void append(Entry entry) {
        byte[] value;
        synchronized (encoder) {
            value = encoder.encode(
                    EntryForm.write(pipeline, entry, digest -> Optional.ofNullable(versions.get(digest))));
        }
        var record = new ProducerRecord<>(topic, JournalTopics.PARTITION, pipeline.getBytes(UTF_8), value);
        try {
            producer.send(record).get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
