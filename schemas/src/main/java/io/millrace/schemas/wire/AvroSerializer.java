package io.millrace.schemas.wire;

import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * {@link AvroEncoder} where Kafka wants a serializer; null stays null. Thread-safe, as producers and stream threads share
 * theirs.
 */
public final class AvroSerializer<T extends IndexedRecord> implements Serializer<T> {
    private final ThreadLocal<AvroEncoder> encoder;

    /**
     * A serializer for one schema.
     *
     * @param schemaId the id under which {@code schema} is registered
     * @param schema of every record written
     */
    public AvroSerializer(int schemaId, Schema schema) {
        this.encoder = ThreadLocal.withInitial(() -> new AvroEncoder(schemaId, schema));
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable T record) {
        return record == null ? null : encoder.get().encode(record);
    }
}
