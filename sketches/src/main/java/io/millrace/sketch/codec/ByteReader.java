package io.millrace.sketch.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link ByteWriter} wrote. Bytes that end too early or cannot have been written by it are an {@link
 * IllegalStateException}: they are our own state, so this is damage and not input. Confined to one thread.
 */
public final class ByteReader {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int LONGEST_VARIABLE = 63;

    private final byte[] bytes;
    private int position;

    public ByteReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /** 0 to 255. */
    public int readByte() {
        if (position >= bytes.length) {
            throw new IllegalStateException("state ends after " + bytes.length + " bytes where more was expected");
        }
        return bytes[position++] & 0xFF;
    }

    public int readInt() {
        return readByte() << 24 | readByte() << 16 | readByte() << 8 | readByte();
    }

    public long readUnsigned() {
        // on local variables, because this is where most of the time of reading state goes
        byte[] in = bytes;
        int at = position;
        long value = 0;
        for (int shift = 0; shift <= LONGEST_VARIABLE && at < in.length; shift += 7) {
            byte next = in[at++];
            if (next >= 0) {
                position = at;
                return value | (long) next << shift;
            }
            value |= (next & 0x7FL) << shift;
        }
        throw new IllegalStateException(
                at < in.length
                        ? "a variable-length number runs past ten bytes"
                        : "state ends after " + in.length + " bytes where more was expected");
    }

    public long readSigned() {
        long zigzag = readUnsigned();
        return (zigzag >>> 1) ^ -(zigzag & 1);
    }

    public double readDouble() {
        int length = readByte();
        if (length == ByteWriter.MISSING) {
            return Double.NaN;
        }
        if (length > Long.BYTES) {
            throw new IllegalStateException("a double of " + length + " bytes");
        }
        if (bytes.length - position >= Long.BYTES) {
            // all eight at once; those that belong to what follows are cut off
            long leading = length == 0 ? 0 : -1L << (Long.SIZE - Byte.SIZE * length);
            long bits = (long) LONG.get(bytes, position) & leading;
            position += length;
            return Double.longBitsToDouble(bits);
        }
        long bits = 0;
        for (int i = 0; i < length; i++) {
            bits |= (long) readByte() << (56 - Byte.SIZE * i);
        }
        return Double.longBitsToDouble(bits);
    }

    public byte @Nullable [] readBytes() {
        long length = readUnsigned() - 1;
        if (length < 0) {
            return null;
        }
        if (length > remaining()) {
            throw new IllegalStateException(length + " bytes announced, " + remaining() + " left");
        }
        int from = position;
        position += (int) length;
        return Arrays.copyOfRange(bytes, from, position);
    }

    /** A number of things to come, each at least one byte long: never more than the bytes that are left. */
    public int readCount() {
        long count = readUnsigned();
        if (count < 0 || count > remaining()) {
            throw new IllegalStateException(count + " items announced, " + remaining() + " bytes left");
        }
        return (int) count;
    }

    public int remaining() {
        return bytes.length - position;
    }
}
