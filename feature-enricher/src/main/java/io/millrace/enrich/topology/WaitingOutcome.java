package io.millrace.enrich.topology;

import io.millrace.enrich.event.Origin;
import io.millrace.sketch.codec.ByteReader;
import io.millrace.sketch.codec.ByteWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * An outcome with all that its dead letter would need, should its event never come. In a store:
 *
 * <pre>
 * byte      version, 1
 * bytes     topic, UTF-8
 * unsigned  partition
 * unsigned  offset
 * signed    Kafka timestamp, milliseconds
 * bytes     key
 * bytes     value
 * unsigned  number of headers, then for each: bytes name, UTF-8; bytes value, may be null
 * </pre>
 *
 * The forms are {@link ByteWriter}'s.
 */
record WaitingOutcome(Origin origin, Headers headers) {
    private static final int VERSION = 1;

    byte[] write() {
        var out = new ByteWriter()
                .writeByte(VERSION)
                .writeBytes(origin.topic().getBytes(StandardCharsets.UTF_8))
                .writeUnsigned(origin.partition())
                .writeUnsigned(origin.offset())
                .writeSigned(origin.timestampMillis())
                .writeBytes(origin.key())
                .writeBytes(origin.value());
        Header[] all = headers.toArray();
        out.writeUnsigned(all.length);
        for (Header header : all) {
            out.writeBytes(header.key().getBytes(StandardCharsets.UTF_8)).writeBytes(header.value());
        }
        return out.toBytes();
    }

    static WaitingOutcome read(byte[] bytes) {
        var in = new ByteReader(bytes);
        int version = in.readByte();
        if (version != VERSION) {
            throw new SerializationException("a waiting outcome in version " + version + ", this reads " + VERSION);
        }
        var origin = new Origin(
                text(in), (int) in.readUnsigned(), in.readUnsigned(), in.readSigned(), in.readBytes(), in.readBytes());
        var headers = new RecordHeaders();
        int count = in.readCount();
        for (int i = 0; i < count; i++) {
            headers.add(text(in), in.readBytes());
        }
        return new WaitingOutcome(origin, headers);
    }

    private static String text(ByteReader in) {
        return new String(Objects.requireNonNull(in.readBytes()), StandardCharsets.UTF_8);
    }
}
