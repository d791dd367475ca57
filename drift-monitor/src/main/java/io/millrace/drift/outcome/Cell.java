package io.millrace.drift.outcome;

import io.millrace.sketch.codec.ByteReader;
import io.millrace.sketch.codec.ByteWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * What is counted together.
 *
 * @param version of the model
 * @param segment null for all events
 */
record Cell(
        long windowStartMillis,
        String version,
        String variant,
        @Nullable String segment) {
    /** Before the key of every cell whose window starts then or later, and after all others. */
    static Bytes from(long windowStartMillis) {
        return Bytes.wrap(
                ByteBuffer.allocate(Long.BYTES).putLong(windowStartMillis).array());
    }

    /** Ordered by window: event times are never negative, so big-endian bytes sort as the numbers do. */
    Bytes key() {
        byte[] rest = new ByteWriter()
                .writeBytes(version.getBytes(StandardCharsets.UTF_8))
                .writeBytes(variant.getBytes(StandardCharsets.UTF_8))
                .writeBytes(segment == null ? null : segment.getBytes(StandardCharsets.UTF_8))
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
        var segment = text(in);
        if (version == null || variant == null || in.remaining() > 0) {
            throw new IllegalArgumentException("no key of a cell");
        }
        return new Cell(start, version, variant, segment);
    }

    private static @Nullable String text(ByteReader in) {
        byte[] bytes = in.readBytes();
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }
}
