package io.millrace.enrich.topology;

import io.millrace.enrich.codec.ByteReader;
import io.millrace.enrich.codec.ByteWriter;
import io.millrace.enrich.event.Event;
import io.millrace.enrich.plan.FeaturePlan;
import io.millrace.schemas.registry.SchemaRegistry;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;

/**
 * A record with an event that waits at a station.
 *
 * <pre>
 * byte      version, 1
 * bytes     key of the record, may be null
 * unsigned  number of headers, then for each: bytes name, UTF-8; bytes value, may be null
 * then {@link EventCodec}
 * </pre>
 *
 * The timestamp is the event's time. Confined to one thread.
 */
final class HeldCodec {
    private static final int VERSION = 1;

    private final EventCodec events;
    private final ByteWriter writer = new ByteWriter();

    HeldCodec(FeaturePlan plan, SchemaRegistry registry) {
        this.events = new EventCodec(plan, registry);
    }

    byte[] write(Record<byte[], Event> record) {
        Header[] headers = record.headers().toArray();
        writer.clear().writeByte(VERSION).writeBytes(record.key()).writeUnsigned(headers.length);
        for (Header header : headers) {
            writer.writeBytes(header.key().getBytes(StandardCharsets.UTF_8)).writeBytes(header.value());
        }
        events.write(writer, record.value());
        return writer.toBytes();
    }

    Record<byte[], Event> read(byte[] bytes) {
        var in = new ByteReader(bytes);
        int version = in.readByte();
        if (version != VERSION) {
            throw new SerializationException("a held event in version " + version + ", this reads " + VERSION);
        }
        byte[] key = in.readBytes();
        Headers headers = new RecordHeaders();
        int count = in.readCount();
        for (int i = 0; i < count; i++) {
            String name = new String(Objects.requireNonNull(in.readBytes()), StandardCharsets.UTF_8);
            headers.add(name, in.readBytes());
        }
        Event event = events.read(in);
        return new Record<>(key, event, event.timeMillis(), headers);
    }
}
