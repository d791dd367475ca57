package io.millrace.sketch.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes the compact forms that {@link ByteReader} reads, into one buffer that grows and is used again. Big-endian. Confined
 * to one thread.
 */
public final class ByteWriter {
    /** Length byte of a double that is missing. */
    static final int MISSING = 0x0F;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int LONGEST_PRIMITIVE = 10;

    private byte[] bytes = new byte[256];
    private int size;

    /** Forgets what was written; the buffer is kept. */
    public ByteWriter clear() {
        size = 0;
        return this;
    }

    public ByteWriter writeByte(int value) {
        reserve(LONGEST_PRIMITIVE);
        bytes[size++] = (byte) value;
        return this;
    }

    /** Four bytes. */
    public ByteWriter writeInt(int value) {
        reserve(LONGEST_PRIMITIVE);
        INT.set(bytes, size, value);
        size += Integer.BYTES;
        return this;
    }

    /** Seven bits a byte, lowest first, the high bit says that more follow: 1 byte below 128, 10 for a negative value. */
    public ByteWriter writeUnsigned(long value) {
        reserve(LONGEST_PRIMITIVE);
        byte[] out = bytes;
        int at = size;
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        out[at++] = (byte) rest;
        size = at;
        return this;
    }

    /** Zigzag, then as {@link #writeUnsigned}: small magnitudes of either sign are short. */
    public ByteWriter writeSigned(long value) {
        return writeUnsigned((value << 1) ^ (value >> 63));
    }

    /**
     * One length byte, then that many leading bytes of the IEEE 754 form; the trailing ones are zero and left out. NaN is the
     * length byte 0x0F alone, 0.0 the length byte 0 alone, 1.0 takes three bytes and 0.1 nine. Exact, except that every NaN
     * is read back as the canonical one.
     */
    public ByteWriter writeDouble(double value) {
        reserve(LONGEST_PRIMITIVE);
        if (Double.isNaN(value)) {
            bytes[size++] = MISSING;
            return this;
        }
        long bits = Double.doubleToRawLongBits(value);
        int length = bits == 0 ? 0 : Long.BYTES - Long.numberOfTrailingZeros(bits) / Byte.SIZE;
        bytes[size] = (byte) length;
        LONG.set(bytes, size + 1, bits);
        size += 1 + length;
        return this;
    }

    /** An unsigned length and the bytes; null is told apart from empty: the length is one more than the number of bytes. */
    public ByteWriter writeBytes(byte @Nullable [] value) {
        if (value == null) {
            return writeUnsigned(0);
        }
        writeUnsigned(value.length + 1L);
        reserve(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
        return this;
    }

    /** A copy of what was written since {@link #clear}. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(size, more)));
        }
    }
}
