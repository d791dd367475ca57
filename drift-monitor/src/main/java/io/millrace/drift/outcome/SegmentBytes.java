package io.millrace.drift.outcome;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.drift.window.Segment;
import io.millrace.sketch.codec.ByteReader;
import io.millrace.sketch.codec.ByteWriter;

/** A segment as bytes: whether it is the rest, the field, and the value. */
final class SegmentBytes {
    private SegmentBytes() {}

    static ByteWriter write(Segment segment, ByteWriter out) {
        return out.writeByte(segment.rest() ? 1 : 0)
                .writeBytes(segment.by().getBytes(UTF_8))
                .writeBytes(segment.value().getBytes(UTF_8));
    }

    /** @throws IllegalArgumentException if the bytes are none of a segment */
    static Segment read(ByteReader in) {
        int rest = in.readByte();
        byte[] by = in.readBytes();
        byte[] value = in.readBytes();
        if (rest > 1 || by == null || value == null) {
            throw new IllegalArgumentException("no segment");
        }
        return new Segment(new String(by, UTF_8), rest == 1, new String(value, UTF_8));
    }
}
