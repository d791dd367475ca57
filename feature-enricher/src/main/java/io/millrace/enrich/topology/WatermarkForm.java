package io.millrace.enrich.topology;

import io.millrace.enrich.progress.Watermark;
import io.millrace.sketch.codec.ByteReader;
import io.millrace.sketch.codec.ByteWriter;

/**
 * A watermark as bytes.
 *
 * <pre>
 * byte      bit 0 if the sender sends labels, bit 1 if it is idle
 * unsigned  its partition
 * signed    its watermark, milliseconds, -1 if unknown
 * </pre>
 */
final class WatermarkForm {
    private static final int LABELS = 1;
    private static final int IDLE = 2;

    private WatermarkForm() {}

    static void write(ByteWriter out, Watermark watermark) {
        out.writeByte((watermark.of() == Watermark.Of.LABELS ? LABELS : 0) | (watermark.idle() ? IDLE : 0))
                .writeUnsigned(watermark.sender())
                .writeSigned(watermark.timeMillis());
    }

    static Watermark read(ByteReader in) {
        int flags = in.readByte();
        return new Watermark(
                (flags & LABELS) == 0 ? Watermark.Of.EVENTS : Watermark.Of.LABELS,
                (int) in.readUnsigned(),
                in.readSigned(),
                (flags & IDLE) != 0);
    }
}
