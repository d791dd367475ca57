package io.millrace.enrich.topology;

import io.millrace.schemas.registry.SchemaRegistry;
import io.millrace.schemas.wire.AvroDecoder;
import org.apache.avro.Schema;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Reads values that may be anything, null included, as {@link Incoming}. Kafka Streams shares one deserializer among its
 * threads, so each thread has a decoder of its own. A registry that cannot be asked is an exception: the application's
 * deserialization handler must fail on it (Kafka's default), never skip.
 */
final class IncomingSerde implements Serde<Incoming> {
    private final ThreadLocal<AvroDecoder> decoder;

    IncomingSerde(SchemaRegistry registry, Schema reader) {
        this.decoder = ThreadLocal.withInitial(() -> new AvroDecoder(registry, reader));
    }

    @Override
    public Deserializer<Incoming> deserializer() {
        return (topic, payload) -> new Incoming(payload, decoder.get().decode(payload));
    }

    @Override
    public Serializer<Incoming> serializer() {
        throw new UnsupportedOperationException("only read");
    }
}
