package io.millrace.drift.outcome;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.drift.window.Segment;
import io.millrace.sketch.codec.ByteReader;
import io.millrace.sketch.codec.ByteWriter;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * What is counted together.
 *
 * @param version of the model
 * @param segment {@link Segment#WHOLE} for all events
 */
record Cell(long windowStartMillis, String version, String variant, Segment segment) {
    /** Before the key of every cell whose window starts then or later, and after all others. */
    static Bytes from(long windowStartMillis) {
        return Bytes.wrap(
                ByteBuffer.allocate(Long.BYTES).putLong(windowStartMillis).array());
    }

    /** The same of another segment. */
    Cell in(Segment other) {
        return new Cell(windowStartMillis, version, variant, other);
    }

    /** Ordered by window: event times are never negative, so big-endian bytes sort as the numbers do. */
    Bytes key() {
        byte[] rest = new ByteWriter()
                .writeBytes(version.getBytes(UTF_8))
                .writeBytes(variant.getBytes(UTF_8))
                .writeBytes(
                        segment.equals(Segment.WHOLE)
                                ? null
                                : SegmentBytes.write(segment, new ByteWriter()).toBytes())
                .toBytes();
        return Bytes.wrap(ByteBuffer.allocate(Long.BYTES + rest.length)
                .putLong(windowStartMillis)
                .put(rest)
                .array());
    }

    /** The cell of a key. */
    static Cell of(byte[] key) {
        long start = ByteBuffer.wrap(key).getLong();
        var in = new ByteReader(Arrays.copyOfRange(key, Long.BYTES, key.length));
        var version = text(in);
        var variant = text(in);
        byte[] segment = in.readBytes();
        if (version == null || variant == null || in.remaining() > 0) {
            throw new IllegalArgumentException("no key of a cell");
        }
        return new Cell(start, version, variant, segment == null ? Segment.WHOLE : segment(segment));
    }

    private static Segment segment(byte[] bytes) {
        var in = new ByteReader(bytes);
        var segment = SegmentBytes.read(in);
        if (in.remaining() > 0) {
            throw new IllegalArgumentException("no segment of a cell");
        }
        return segment;
    }

    private static @Nullable String text(ByteReader in) {
        byte[] bytes = in.readBytes();
        return bytes == null ? null : new String(bytes, UTF_8);
    }
}
