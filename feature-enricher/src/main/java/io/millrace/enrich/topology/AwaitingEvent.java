package io.millrace.enrich.topology;

import io.millrace.sketch.codec.ByteReader;
import io.millrace.sketch.codec.ByteWriter;
import java.util.Objects;

/**
 * An event whose outcome may still come. In a store:
 *
 * <pre>
 * unsigned  partition
 * bytes     value
 * </pre>
 *
 * The forms are {@link ByteWriter}'s.
 *
 * @param partition of the event topic: a producer may have chosen it as it likes
 * @param value of the record; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // handed through, never compared
record AwaitingEvent(int partition, byte[] value) {
    byte[] write() {
        return new ByteWriter().writeUnsigned(partition).writeBytes(value).toBytes();
    }

    static AwaitingEvent read(byte[] bytes) {
        var in = new ByteReader(bytes);
        return new AwaitingEvent((int) in.readUnsigned(), Objects.requireNonNull(in.readBytes()));
    }
}
