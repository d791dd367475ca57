package io.millrace.drift.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.millrace.sketch.codec.ByteReader;
import io.millrace.sketch.codec.ByteWriter;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExactSumTest {
    private static ExactSum of(double... values) {
        var sum = new ExactSum();
        Arrays.stream(values).forEach(sum::add);
        return sum;
    }

    private static byte[] bytes(ExactSum sum) {
        var out = new ByteWriter();
        sum.write(out);
        return out.toBytes();
    }

    @Test
    void losesNothingThatCancels() {
        assertThat(of(1e200, 1, -1e200).value()).isEqualTo(1);
        assertThat(of(1e16, 1, 1e-16, -1e16, -1).value()).isEqualTo(1e-16);
        assertThat(of(0.1, 0.2, -0.3).value()).isEqualTo(2.7755575615628914e-17);
    }

    @Test
    void roundsOnceAndHalvesToEven() {
        assertThat(of(1, 0x1p-53).value()).isEqualTo(1);
        assertThat(of(1, 0x1p-53, 0x1p-200).value()).isEqualTo(Math.nextUp(1.0));
        assertThat(of(1, 0x1p-53, -0x1p-200).value()).isEqualTo(1);
        assertThat(of(-1, -0x1p-53, -0x1p-200).value()).isEqualTo(Math.nextDown(-1.0));
    }

    @Test
    void ofNothingIsZeroAndOfWhatCancelsToo() {
        assertThat(of().value()).isZero();
        assertThat(of(3, -3, -0.0).value()).isZero();
        assertThat(bytes(of(3, -3))).isEqualTo(bytes(of()));
    }

    @Test
    void equalsDecimalArithmeticInAnyOrderAndSplitToTheLastByte() {
        var dice = new Random(1);
        double[] values = dice.doubles(2_000)
                .map(x -> (x - 0.5) * Math.scalb(1.0, dice.nextInt(400) - 200))
                .toArray();
        var expected = Arrays.stream(values).mapToObj(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
        var forwards = of(values);
        var merged = new ExactSum();
        for (int part = 19; part >= 0; part--) {
            merged.add(of(Arrays.copyOfRange(values, part * 100, (part + 1) * 100)));
        }

        assertThat(forwards.exact()).isEqualByComparingTo(expected);
        assertThat(forwards.value()).isEqualTo(expected.doubleValue());
        assertThat(merged.value()).isEqualTo(forwards.value());
        assertThat(bytes(merged)).isEqualTo(bytes(forwards));
    }

    @Test
    void squaresAreNotRounded() {
        double value = 1 + 0x1p-40;
        var sum = of(-1 - 0x1p-39);
        sum.addSquare(value);

        assertThat(value * value).isEqualTo(1 + 0x1p-39);
        assertThat(sum.value()).isEqualTo(0x1p-80);
    }

    @Test
    void comesBackFromItsBytes() {
        var sum = of(1e200, 1, 1e-200, -1e-300);
        var read = ExactSum.read(new ByteReader(bytes(sum)));

        assertThat(read.exact()).isEqualByComparingTo(sum.exact());
        assertThat(bytes(read)).isEqualTo(bytes(sum)).hasSizeLessThanOrEqualTo(ExactSum.MOST_BYTES);
    }

    @Test
    void refusesBytesThatNoSumHas() {
        for (double[] parts :
                new double[][] {{Double.NaN}, {0}, {1e300}, {1, 1}, {1e-5, 1}, {Double.POSITIVE_INFINITY}}) {
            var out = new ByteWriter().writeUnsigned(parts.length);
            Arrays.stream(parts).forEach(out::writeDouble);
            assertThatIllegalStateException().isThrownBy(() -> ExactSum.read(new ByteReader(out.toBytes())));
        }
    }
}
