package io.millrace.enrich.topology;

import io.millrace.enrich.event.Event;
import io.millrace.enrich.event.JoinedReference;
import io.millrace.enrich.event.Origin;
import io.millrace.enrich.plan.FeaturePlan;
import io.millrace.schemas.registry.SchemaRegistry;
import io.millrace.schemas.wire.AvroDecoder;
import io.millrace.schemas.wire.Decoded;
import io.millrace.sketch.codec.ByteReader;
import io.millrace.sketch.codec.ByteWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * An event under way, as bytes: where it came from with the original bytes of key and value, the features found so far, and the
 * references joined so far, as the bytes they were read from. The record is read again from the original value, so it is
 * written once.
 *
 * <pre>
 * bytes     topic, UTF-8
 * unsigned  partition
 * unsigned  offset
 * signed    Kafka timestamp, milliseconds
 * bytes     original key, may be null
 * bytes     original value
 * unsigned  number of features, then a double each
 * unsigned  number of references, then bytes each, null where none is joined
 * of a pipeline with texts, which is version 3 of the message:
 * unsigned  number of texts, then bytes each, UTF-8, null where one is missing
 * </pre>
 *
 * The forms are {@link ByteWriter}'s. Confined to one thread.
 */
final class EventCodec {
    private final FeaturePlan plan;
    private final AvroDecoder event;
    private final List<AvroDecoder> references;

    EventCodec(FeaturePlan plan, SchemaRegistry registry) {
        this.plan = plan;
        var definitions = plan.definitions();
        this.event = new AvroDecoder(registry, definitions.event().schema());
        this.references = definitions.references().stream()
                .map(reference -> new AvroDecoder(registry, reference.schema()))
                .toList();
    }

    void write(ByteWriter out, Event event) {
        Origin origin = event.origin();
        out.writeBytes(origin.topic().getBytes(StandardCharsets.UTF_8))
                .writeUnsigned(origin.partition())
                .writeUnsigned(origin.offset())
                .writeSigned(origin.timestampMillis())
                .writeBytes(origin.key())
                .writeBytes(origin.value())
                .writeUnsigned(event.row().length);
        for (double feature : event.row()) {
            out.writeDouble(feature);
        }
        out.writeUnsigned(references.size());
        for (int i = 0; i < references.size(); i++) {
            JoinedReference joined = event.joined(i);
            out.writeBytes(joined == null ? null : joined.payload());
        }
        if (plan.hasTexts()) {
            out.writeUnsigned(event.texts().length);
            for (String text : event.texts()) {
                out.writeBytes(text == null ? null : text.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    Event read(ByteReader in) {
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
        byte @Nullable [][] joined = new byte[in.readCount()][];
        for (int i = 0; i < joined.length; i++) {
            joined[i] = in.readBytes();
        }
        Event read = plan.contract()
                .resume(
                        record(event, present(origin.value())),
                        origin,
                        row,
                        plan.hasTexts() ? texts(in) : Event.noTexts(0));
        for (int i = 0; i < joined.length; i++) {
            if (joined[i] != null) {
                read.join(i, new JoinedReference(record(references.get(i), joined[i]), joined[i]));
            }
        }
        return read;
    }

    private static @Nullable String[] texts(ByteReader in) {
        @Nullable String[] texts = new String[in.readCount()];
        for (int i = 0; i < texts.length; i++) {
            byte[] text = in.readBytes();
            texts[i] = text == null ? null : new String(text, StandardCharsets.UTF_8);
        }
        return texts;
    }

    private static GenericRecord record(AvroDecoder decoder, byte[] payload) {
        Decoded decoded = decoder.decode(payload);
        if (decoded instanceof Decoded.Malformed malformed) {
            throw new SerializationException("an event under way can no longer be read: " + malformed.detail());
        }
        return ((Decoded.Value) decoded).record();
    }

    private static byte[] present(byte @Nullable [] bytes) {
        if (bytes == null) {
            throw new SerializationException("an event under way lacks its topic or its value");
        }
        return bytes;
    }
}
