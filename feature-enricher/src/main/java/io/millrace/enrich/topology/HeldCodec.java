package io.millrace.enrich.topology;

import io.millrace.enrich.plan.FeaturePlan;
import io.millrace.schemas.registry.SchemaRegistry;
import io.millrace.sketch.codec.ByteReader;
import io.millrace.sketch.codec.ByteWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;

/**
 * A record that waits at a station.
 *
 * <pre>
 * byte      version, 1
 * signed    timestamp
 * bytes     key of the record, may be null
 * unsigned  number of headers, then for each: bytes name, UTF-8; bytes value, may be null
 * bytes     {@link EnvelopeSerde}
 * </pre>
 *
 * Confined to one thread.
 */
final class HeldCodec {
    private static final int VERSION = 1;

    private final EnvelopeSerde messages;
    private final ByteWriter writer = new ByteWriter();

    HeldCodec(FeaturePlan plan, SchemaRegistry registry) {
        this.messages = new EnvelopeSerde(plan, registry);
    }

    byte[] write(Record<byte[], HopMessage> record) {
        Header[] headers = record.headers().toArray();
        writer.clear()
                .writeByte(VERSION)
                .writeSigned(record.timestamp())
                .writeBytes(record.key())
                .writeUnsigned(headers.length);
        for (Header header : headers) {
            writer.writeBytes(header.key().getBytes(StandardCharsets.UTF_8)).writeBytes(header.value());
        }
        return writer.writeBytes(messages.write(record.value())).toBytes();
    }

    Record<byte[], HopMessage> read(byte[] bytes) {
        var in = new ByteReader(bytes);
        int version = in.readByte();
        if (version != VERSION) {
            throw new SerializationException("a held record in version " + version + ", this reads " + VERSION);
        }
        long timestamp = in.readSigned();
        byte[] key = in.readBytes();
        Headers headers = new RecordHeaders();
        int count = in.readCount();
        for (int i = 0; i < count; i++) {
            String name = new String(Objects.requireNonNull(in.readBytes()), StandardCharsets.UTF_8);
            headers.add(name, in.readBytes());
        }
        HopMessage message = messages.read(Objects.requireNonNull(in.readBytes()));
        return new Record<>(key, message, timestamp, headers);
    }
}
