package io.millrace.enrich.contract;

import io.millrace.sketch.codec.ByteReader;
import io.millrace.sketch.codec.ByteWriter;

/**
 * When events of a key happened within a piece of time, [start, start + length). As bytes:
 *
 * <pre>
 * byte      version, 1
 * unsigned  length of the piece, milliseconds
 * unsigned  number of events, then for each in order of time:
 * unsigned  milliseconds since the one before, of the first since the start of the piece
 * </pre>
 *
 * The forms are {@link ByteWriter}'s.
 */
record RatePiece(long startMillis, long lengthMillis) {
    private static final int VERSION = 1;

    /** @param times in order, all within the piece */
    byte[] write(long[] times) {
        var out =
                new ByteWriter().writeByte(VERSION).writeUnsigned(lengthMillis).writeUnsigned(times.length);
        long before = startMillis;
        for (long time : times) {
            out.writeUnsigned(time - before);
            before = time;
        }
        return out.toBytes();
    }

    /** In order; none if they were written for pieces of another length, whose windows are other windows. */
    long[] read(byte[] bytes) {
        var in = new ByteReader(bytes);
        int version = in.readByte();
        if (version != VERSION) {
            throw new IllegalStateException("the rate of a key in version " + version + ", this reads " + VERSION);
        }
        if (in.readUnsigned() != lengthMillis) {
            return new long[0];
        }
        long[] times = new long[in.readCount()];
        long time = startMillis;
        for (int i = 0; i < times.length; i++) {
            time += in.readUnsigned();
            times[i] = time;
        }
        return times;
    }
}
