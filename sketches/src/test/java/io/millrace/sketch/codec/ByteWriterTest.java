package io.millrace.sketch.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteWriterTest {
    private final ByteWriter writer = new ByteWriter();

    @ParameterizedTest
    @ValueSource(
            doubles = {
                0.0,
                -0.0,
                1.0,
                -1.5,
                0.1,
                57.16,
                Double.MIN_VALUE,
                Double.MAX_VALUE,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                Double.NaN
            })
    void readsADoubleBackBitForBit(double value) {
        var reader = new ByteReader(writer.writeDouble(value).toBytes());

        assertThat(Double.doubleToRawLongBits(reader.readDouble())).isEqualTo(Double.doubleToRawLongBits(value));
        assertThat(reader.remaining()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 127, 128, 16_383, 16_384, Long.MAX_VALUE, -1, Long.MIN_VALUE})
    void readsNumbersBack(long value) {
        var reader =
                new ByteReader(writer.writeUnsigned(value).writeSigned(value).toBytes());

        assertThat(reader.readUnsigned()).isEqualTo(value);
        assertThat(reader.readSigned()).isEqualTo(value);
    }

    @Test
    void keepsShortValuesShort() {
        assertThat(writer.clear().writeDouble(0.0).toBytes()).containsExactly(0);
        assertThat(writer.clear().writeDouble(1.0).toBytes()).containsExactly(2, 0x3F, 0xF0);
        assertThat(writer.clear().writeDouble(Double.NaN).toBytes()).containsExactly(0x0F);
        assertThat(writer.clear().writeDouble(0.1).toBytes()).hasSize(9);
        assertThat(writer.clear().writeUnsigned(300).toBytes()).containsExactly(0xAC, 0x02);
        assertThat(writer.clear().writeSigned(-1).toBytes()).containsExactly(1);
        assertThat(writer.clear().writeInt(0x01020304).toBytes()).containsExactly(1, 2, 3, 4);
    }

    @Test
    void tellsNoBytesFromEmptyBytes() {
        var reader = new ByteReader(writer.writeBytes(null)
                .writeBytes(new byte[0])
                .writeBytes(new byte[] {7})
                .toBytes());

        assertThat(reader.readBytes()).isNull();
        assertThat(reader.readBytes()).isEmpty();
        assertThat(reader.readBytes()).containsExactly(7);
    }

    @Test
    void growsAsFarAsNeeded() {
        var random = new Random(1);
        var numbers = random.longs(10_000).toArray();
        for (long number : numbers) {
            writer.writeSigned(number);
        }
        var reader = new ByteReader(writer.toBytes());

        for (long number : numbers) {
            assertThat(reader.readSigned()).isEqualTo(number);
        }
    }

    @Test
    void namesDamageInsteadOfReadingOn() {
        byte[] elevenContinuations = new byte[11];
        java.util.Arrays.fill(elevenContinuations, (byte) 0x80);

        assertThatThrownBy(() -> new ByteReader(new byte[0]).readByte()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new ByteReader(new byte[] {9}).readDouble()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new ByteReader(new byte[] {3, 1}).readBytes())
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new ByteReader(new byte[] {100}).readCount())
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new ByteReader(elevenContinuations).readUnsigned())
                .isInstanceOf(IllegalStateException.class);
    }
}
