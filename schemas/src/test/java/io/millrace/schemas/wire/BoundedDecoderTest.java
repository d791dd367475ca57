package io.millrace.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.avro.io.EncoderFactory;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedDecoderTest {
    private static final int FF = 0xff;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, -1, 63, 64, -64, -65, 8191, 8192, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void readsAnyInt(int value) throws IOException {
        var in = over(encoded(out -> out.writeInt(value)));

        assertThat(in.readInt()).isEqualTo(value);
        assertThat(in.remaining()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 1L << 35, -(1L << 56), Long.MAX_VALUE, Long.MIN_VALUE})
    void readsAnyLong(long value) throws IOException {
        var in = over(encoded(out -> out.writeLong(value)));

        assertThat(in.readLong()).isEqualTo(value);
        assertThat(in.remaining()).isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.0, -0.0, 1.5, Double.MIN_VALUE, Double.MAX_VALUE, Double.NaN, Double.NEGATIVE_INFINITY})
    void readsAnyDoubleAndFloat(double value) throws IOException {
        var in = over(encoded(out -> {
            out.writeDouble(value);
            out.writeFloat((float) value);
        }));

        assertThat((Double) in.readDouble()).isEqualTo((Double) value);
        assertThat((Float) in.readFloat()).isEqualTo((Float) (float) value);
        assertThat(in.remaining()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "zażółć", "日本", "😀", "\0", "\u202eright to left"})
    void readsAnyText(String text) throws IOException {
        assertThat(over(encoded(out -> out.writeString(text))).readString()).isEqualTo(text);
    }

    @Test
    void acceptsAPaddedVarintOfTheLongestLength() {
        assertThat(bytes(0x82, 0x80, 0x80, 0x80, 0x00).readInt()).isEqualTo(1);
        assertThat(bytes(0x82, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00)
                        .readLong())
                .isEqualTo(1L);
    }

    @Test
    void refusesAVarintOfOneByteMore() {
        refuses(bytes(0x82, 0x80, 0x80, 0x80, 0x80, 0x00)::readInt, "more than 32 bits");
        refuses(bytes(0x82, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00)::readLong, "more than 64 bits");
    }

    @Test
    void refusesAVarintOfOneBitMore() {
        assertThat(bytes(FF, FF, FF, FF, 0x0f).readInt()).isEqualTo(Integer.MIN_VALUE);
        refuses(bytes(FF, FF, FF, FF, 0x1f)::readInt, "more than 32 bits");

        assertThat(bytes(FF, FF, FF, FF, FF, FF, FF, FF, FF, 0x01).readLong()).isEqualTo(Long.MIN_VALUE);
        refuses(bytes(FF, FF, FF, FF, FF, FF, FF, FF, FF, 0x03)::readLong, "more than 64 bits");
    }

    @Test
    void refusesABooleanThatIsNeitherZeroNorOne() {
        assertThat(bytes(0).readBoolean()).isFalse();
        assertThat(bytes(1).readBoolean()).isTrue();
        refuses(bytes(2)::readBoolean, "neither 0 nor 1");
        refuses(bytes(FF)::readBoolean, "neither 0 nor 1");
    }

    @Test
    void refusesALengthOneBeyondTheBytes() throws IOException {
        assertThat(bytes(4, 'a', 'b').readString()).isEqualTo("ab");
        refuses(bytes(6, 'a', 'b')::readString, "length of 3 where 2 bytes remain");
        refuses(bytes(6, 'a', 'b')::skipString, "length of 3 where 2 bytes remain");
        refuses(() -> bytes(6, 'a', 'b').readBytes(null), "length of 3 where 2 bytes remain");
        refuses(() -> bytes('a', 'b').readFixed(3), "3 wanted and 2 left");
        refuses(over(encoded(out -> out.writeLong(1L << 31)))::readString, "length of 2147483648");
    }

    @Test
    void refusesANegativeLength() {
        refuses(bytes(1, 'a')::readString, "length of -1");
        refuses(() -> bytes(1, 'a').readBytes(null), "length of -1");
    }

    @Test
    void refusesTextThatIsNotUtf8() {
        refuses(bytes(4, 0xc3, 0x28)::readString, "not UTF-8"); // second byte is no continuation
        refuses(bytes(4, 0xc0, 0x80)::readString, "not UTF-8"); // overlong NUL
        refuses(bytes(6, 0xed, 0xa0, 0x80)::readString, "not UTF-8"); // lone surrogate
        refuses(bytes(2, 0xc3)::readString, "not UTF-8"); // cut in the middle of a character
    }

    @Test
    void readsTextAfterTextThatIsNotUtf8() {
        var in = new BoundedDecoder();
        in.reset(new byte[] {2, (byte) 0xc3}, 0);
        refuses(in::readString, "not UTF-8");

        in.reset("\u0004é".getBytes(StandardCharsets.UTF_8), 0);

        assertThat(in.readString()).isEqualTo("é");
    }

    @Test
    void takesANegativeCountAsACountFollowedByTheBlocksBytes() {
        var in = bytes(3, 4, 10, 12, 0); // count -2, 2 bytes, items 5 and 6, end

        assertThat(in.readArrayStart()).isEqualTo(2);
        assertThat(in.readInt()).isEqualTo(5);
        assertThat(in.readInt()).isEqualTo(6);
        assertThat(in.arrayNext()).isZero();
    }

    @Test
    void skipsABlockThatSaysItsBytes() {
        var in = bytes(3, 4, 10, 12, 2, 14, 0); // a block of 2 items in 2 bytes, then a block of 1

        assertThat(in.skipArray()).isEqualTo(1);
        assertThat(in.readInt()).isEqualTo(7);
        assertThat(in.skipArray()).isZero();
    }

    @Test
    void refusesABlockLongerThanTheBytes() {
        refuses(bytes(3, 6, 10, 12)::readArrayStart, "length of 3 where 2 bytes remain");
        refuses(bytes(3, 6, 10, 12)::skipMap, "length of 3 where 2 bytes remain");
        refuses(bytes(3, 1, 10, 12)::readMapStart, "length of -1");
    }

    @Test
    void refusesTheCountWhoseOppositeDoesNotExist() throws IOException {
        var in = over(encoded(out -> {
            out.writeLong(Long.MIN_VALUE);
            out.writeLong(0);
        }));

        refuses(in::readArrayStart, "claims " + Long.MIN_VALUE);
    }

    @Test
    void believesACountAsFarAsBytesRemainAndAFewItemsWithoutBytes() throws IOException {
        long most = BoundedDecoder.ZERO_BYTE_ITEMS + 2; // a varint of two bytes itself

        assertThat(over(encoded(out -> out.writeLong(most))).readArrayStart()).isEqualTo(most);
        refuses(over(encoded(out -> out.writeLong(most + 1)))::readArrayStart, "claims " + (most + 1));
    }

    @Test
    void countsItemsOfAllBlocksTogether() throws IOException {
        var in = over(encoded(out -> {
            out.writeLong(BoundedDecoder.ZERO_BYTE_ITEMS);
            out.writeLong(BoundedDecoder.ZERO_BYTE_ITEMS);
        }));

        in.readArrayStart();

        refuses(in::arrayNext, "claims " + BoundedDecoder.ZERO_BYTE_ITEMS);
    }

    @Test
    void nestsToTheLimitAndNotBeyond() {
        var in = bytes();
        for (int i = 0; i < BoundedDecoder.MAX_DEPTH; i++) {
            in.enter();
        }

        refuses(in::enter, "nested deeper than " + BoundedDecoder.MAX_DEPTH);
    }

    @Test
    void saysWhereItStopped() {
        var in = bytes(2, 'a');
        in.readString();

        refuses(in::readInt, "byte 2: ");
    }

    private interface Writing {
        void to(org.apache.avro.io.BinaryEncoder out) throws IOException;
    }

    private static byte[] encoded(Writing writing) throws IOException {
        var bytes = new ByteArrayOutputStream();
        writing.to(EncoderFactory.get().directBinaryEncoder(bytes, null));
        return bytes.toByteArray();
    }

    private static BoundedDecoder over(byte[] bytes) {
        var in = new BoundedDecoder();
        in.reset(bytes, 0);
        return in;
    }

    private static BoundedDecoder bytes(int... values) {
        var bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return over(bytes);
    }

    private static void refuses(ThrowingCallable reading, String detail) {
        assertThatThrownBy(reading)
                .isInstanceOf(MalformedPayloadException.class)
                .hasMessageContaining(detail);
    }
}
