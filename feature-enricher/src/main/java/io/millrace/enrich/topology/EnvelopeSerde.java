package io.millrace.enrich.topology;

import io.millrace.enrich.codec.ByteReader;
import io.millrace.enrich.codec.ByteWriter;
import io.millrace.enrich.event.Event;
import io.millrace.enrich.event.JoinedReference;
import io.millrace.enrich.event.Origin;
import io.millrace.enrich.plan.FeaturePlan;
import io.millrace.schemas.registry.SchemaRegistry;
import io.millrace.schemas.wire.AvroDecoder;
import io.millrace.schemas.wire.Decoded;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way between two stations: where it came from with the original bytes of key and value, the features found
 * so far, and the references joined so far, as the bytes they were read from. The record is read again from the original
 * value, so it is sent once.
 *
 * <pre>
 * byte      version, 1
 * bytes     topic, UTF-8
 * unsigned  partition
 * unsigned  offset
 * signed    Kafka timestamp, milliseconds
 * bytes     original key, may be null
 * bytes     original value
 * unsigned  number of features, then a double each
 * unsigned  number of references, then bytes each, null where none is joined
 * </pre>
 *
 * The forms are {@link ByteWriter}'s. Safe for concurrent use: each thread has buffers and decoders of its own.
 */
final class EnvelopeSerde implements Serde<Event> {
    private static final int VERSION = 1;

    private final FeaturePlan plan;
    private final ThreadLocal<ByteWriter> writer = ThreadLocal.withInitial(ByteWriter::new);
    private final ThreadLocal<Decoders> decoders;

    private record Decoders(AvroDecoder event, List<AvroDecoder> references) {}

    EnvelopeSerde(FeaturePlan plan, SchemaRegistry registry) {
        this.plan = plan;
        var definitions = plan.definitions();
        this.decoders = ThreadLocal.withInitial(() -> new Decoders(
                new AvroDecoder(registry, definitions.event().schema()),
                definitions.references().stream()
                        .map(reference -> new AvroDecoder(registry, reference.schema()))
                        .toList()));
    }

    @Override
    public Serializer<Event> serializer() {
        return (topic, event) -> write(event);
    }

    @Override
    public Deserializer<Event> deserializer() {
        return (topic, bytes) -> read(bytes);
    }

    private byte[] write(Event event) {
        Origin origin = event.origin();
        ByteWriter out = writer.get()
                .clear()
                .writeByte(VERSION)
                .writeBytes(origin.topic().getBytes(StandardCharsets.UTF_8))
                .writeUnsigned(origin.partition())
                .writeUnsigned(origin.offset())
                .writeSigned(origin.timestampMillis())
                .writeBytes(origin.key())
                .writeBytes(origin.value())
                .writeUnsigned(event.row().length);
        for (double feature : event.row()) {
            out.writeDouble(feature);
        }
        int references = plan.definitions().references().size();
        out.writeUnsigned(references);
        for (int i = 0; i < references; i++) {
            JoinedReference joined = event.joined(i);
            out.writeBytes(joined == null ? null : joined.payload());
        }
        return out.toBytes();
    }

    private Event read(byte[] bytes) {
        var in = new ByteReader(bytes);
        int version = in.readByte();
        if (version != VERSION) {
            throw new SerializationException(
                    "an event between stations in version " + version + ", this reads " + VERSION);
        }
        Origin origin = new Origin(
                new String(present(in.readBytes()), StandardCharsets.UTF_8),
                (int) in.readUnsigned(),
                in.readUnsigned(),
                in.readSigned(),
                in.readBytes(),
                in.readBytes());
        double[] row = new double[in.readCount()];
        for (int i = 0; i < row.length; i++) {
            row[i] = in.readDouble();
        }
        GenericRecord record = record(decoders.get().event(), present(origin.value()));
        Event event = plan.contract().resume(record, origin, row);
        int references = in.readCount();
        for (int i = 0; i < references; i++) {
            byte[] payload = in.readBytes();
            if (payload != null) {
                event.join(
                        i,
                        new JoinedReference(record(decoders.get().references().get(i), payload), payload));
            }
        }
        return event;
    }

    private static GenericRecord record(AvroDecoder decoder, byte[] payload) {
        Decoded decoded = decoder.decode(payload);
        if (decoded instanceof Decoded.Malformed malformed) {
            throw new SerializationException("an event between stations can no longer be read: " + malformed.detail());
        }
        return ((Decoded.Value) decoded).record();
    }

    private static byte[] present(byte @Nullable [] bytes) {
        if (bytes == null) {
            throw new SerializationException("an event between stations lacks its topic or its value");
        }
        return bytes;
    }
}
