package io.millrace.drift.bytes;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** Numbers that are not negative, seven bits a byte, lowest first; the highest bit says that more follow. */
public final class Counts {
    private Counts() {}

    public static void write(DataOutputStream out, long count) throws IOException {
        long rest = count;
        while (rest > 0x7f) {
            out.writeByte((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.writeByte((int) rest);
    }

    public static long read(DataInputStream in) throws IOException {
        long count = 0;
        for (int shift = 0; shift < Long.SIZE - 1; shift += 7) {
            byte next = in.readByte();
            count |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return count;
            }
        }
        throw new IllegalArgumentException("a count of more than 63 bits");
    }
}
