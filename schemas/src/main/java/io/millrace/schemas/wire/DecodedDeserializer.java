package io.millrace.schemas.wire;

import io.millrace.schemas.registry.RegistryUnavailableException;
import io.millrace.schemas.registry.SchemaRegistry;
import org.apache.avro.Schema;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * {@link AvroDecoder} where Kafka wants a deserializer: yields a {@link Decoded} for every value, also for null, and throws
 * only {@link RegistryUnavailableException}. Thread-safe, as stream threads share theirs.
 */
public final class DecodedDeserializer implements Deserializer<Decoded> {
    private final ThreadLocal<AvroDecoder> decoder;

    /**
     * A deserializer to one schema.
     *
     * @param registry asked once per schema id and thread
     * @param reader the schema of the records read: a record schema
     * @throws IllegalArgumentException if {@code reader} is no record schema
     */
    public DecodedDeserializer(SchemaRegistry registry, Schema reader) {
        var first = new AvroDecoder(registry, reader);
        this.decoder = ThreadLocal.withInitial(() -> new AvroDecoder(registry, reader));
        this.decoder.set(first);
    }

    @Override
    public Decoded deserialize(String topic, byte @Nullable [] payload) {
        return decoder.get().decode(payload);
    }
}
