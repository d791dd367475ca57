package io.millrace.schemas.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Decodes Avro's binary encoding from bytes that nobody vouches for. A length is believed only as far as bytes remain, a
 * count only as far as {@link #ZERO_BYTE_ITEMS} and the payload's own size allow, and nesting only to {@link #MAX_DEPTH},
 * so no input can claim memory or stack that it did not pay for in bytes. Text must be well-formed UTF-8, a boolean 0 or 1.
 *
 * <p>Every fault is a {@link MalformedPayloadException} that names the byte, counted from 0 at the start of the array.
 * After one the decoder is fit only for {@link #reset}. Confined to one thread.
 *
 * @see <a href="https://avro.apache.org/docs/1.12.0/specification/#binary-encoding">Avro: binary encoding</a>
 */
final class BoundedDecoder extends Decoder {
    /** Records, arrays and maps open at once, at most. */
    static final int MAX_DEPTH = 128;

    /** Items without a byte of their own (nulls, empty records) that one payload may hold beside those that have one. */
    static final int ZERO_BYTE_ITEMS = 1024;

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();

    private byte[] bytes = new byte[0];
    private int position;
    private long items;
    private int depth;

    /**
     * Starts over on other bytes.
     *
     * @param bytes read to their end; not copied
     * @param start first byte to read, in [0, length]
     */
    void reset(byte[] bytes, int start) {
        this.bytes = bytes;
        this.position = start;
        this.items = bytes.length - start + (long) ZERO_BYTE_ITEMS;
        this.depth = 0;
    }

    /** Bytes not read yet. */
    int remaining() {
        return bytes.length - position;
    }

    /** To be called before the inside of a record, array or map is read, and {@link #leave} after. */
    void enter() {
        if (++depth > MAX_DEPTH) {
            throw malformed("nested deeper than " + MAX_DEPTH);
        }
    }

    void leave() {
        depth--;
    }

    @Override
    public void readNull() {}

    @Override
    public boolean readBoolean() {
        byte b = next();
        if ((b & ~1) != 0) {
            throw malformed("a boolean that is neither 0 nor 1");
        }
        return b == 1;
    }

    @Override
    public int readInt() {
        int value = 0;
        for (int shift = 0; shift < Integer.SIZE; shift += 7) {
            byte b = next();
            value |= (b & 0x7f) << shift;
            if (b >= 0) {
                if (shift == 28 && b > 0x0f) {
                    break;
                }
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw malformed("an int of more than 32 bits");
    }

    @Override
    public long readLong() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte b = next();
            value |= (b & 0x7fL) << shift;
            if (b >= 0) {
                if (shift == 63 && b > 0x01) {
                    break;
                }
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw malformed("a long of more than 64 bits");
    }

    @Override
    public float readFloat() {
        return Float.intBitsToFloat((int) INTS.get(bytes, take(Float.BYTES)));
    }

    @Override
    public double readDouble() {
        return Double.longBitsToDouble((long) LONGS.get(bytes, take(Double.BYTES)));
    }

    @Override
    public String readString() {
        int length = readLength();
        int start = take(length);
        for (int i = start; i < start + length; i++) {
            if (bytes[i] < 0) {
                return readUtf8(start, length);
            }
        }
        // all ASCII, the common case, of which ISO 8859-1 is the reading that needs no further check
        return new String(bytes, start, length, StandardCharsets.ISO_8859_1);
    }

    /** Strict, unlike String's own constructor, which would replace what it cannot read. */
    private String readUtf8(int start, int length) {
        try {
            return utf8.decode(ByteBuffer.wrap(bytes, start, length)).toString();
        } catch (CharacterCodingException e) {
            throw malformed("text that is not UTF-8");
        }
    }

    @Override
    public Utf8 readString(@Nullable Utf8 old) {
        return new Utf8(readString());
    }

    @Override
    public void skipString() {
        skipBytes();
    }

    @Override
    public ByteBuffer readBytes(@Nullable ByteBuffer old) {
        return ByteBuffer.wrap(readFixed(readLength()));
    }

    @Override
    public void skipBytes() {
        take(readLength());
    }

    /** A copy of the next bytes, made only once they are known to be there. */
    byte[] readFixed(int length) {
        int start = take(length);
        return Arrays.copyOfRange(bytes, start, start + length);
    }

    @Override
    public void readFixed(byte[] target, int start, int length) {
        System.arraycopy(bytes, take(length), target, start, length);
    }

    @Override
    public void skipFixed(int length) {
        take(length);
    }

    @Override
    public int readEnum() {
        return readInt();
    }

    @Override
    public int readIndex() {
        return readInt();
    }

    @Override
    public long readArrayStart() {
        return readBlock();
    }

    @Override
    public long arrayNext() {
        return readBlock();
    }

    @Override
    public long skipArray() {
        return skipBlocks();
    }

    @Override
    public long readMapStart() {
        return readBlock();
    }

    @Override
    public long mapNext() {
        return readBlock();
    }

    @Override
    public long skipMap() {
        return skipBlocks();
    }

    /** Number of items in the block that begins here; 0 at the end. A negative count is followed by the block's bytes. */
    private long readBlock() {
        long count = readLong();
        if (count < 0) {
            readLength();
            count = -count;
        }
        return claim(count);
    }

    /** Leaves out every block that says how many bytes it has; number of items in the first that does not, 0 at the end. */
    private long skipBlocks() {
        long count = readLong();
        while (count < 0) {
            take(readLength());
            count = readLong();
        }
        return claim(count);
    }

    private long claim(long count) {
        if (count < 0 || count > items) { // below 0 if it was Long.MIN_VALUE
            throw malformed("a block that claims " + count + " items");
        }
        items -= count;
        return count;
    }

    private int readLength() {
        long length = readLong();
        if (length < 0 || length > remaining()) {
            throw malformed("a length of " + length + " where " + remaining() + " bytes remain");
        }
        return (int) length;
    }

    private byte next() {
        return bytes[take(1)];
    }

    /** Moves past the next bytes and returns where they begin. */
    private int take(int length) {
        if (length > remaining()) {
            throw malformed("end of bytes, " + length + " wanted and " + remaining() + " left");
        }
        int start = position;
        position += length;
        return start;
    }

    MalformedPayloadException malformed(String what) {
        return new MalformedPayloadException("byte " + position + ": " + what);
    }
}
