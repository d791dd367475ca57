package io.millrace.app.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8OutputTest {
    private static String written(double number) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new Utf8Output(bytes)) {
            out.number(number);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {
                0.0,
                -0.0,
                1.0,
                -1.0,
                0.1,
                57.16,
                57.160000000000004,
                100.0,
                0.001,
                0.0010000000000000002,
                0.0009999999999999998,
                9_999_999.9999,
                9_999_999.99999,
                1e7,
                -12.3456,
                12.34567,
                0.0001,
                1e-300,
                1e300,
                Double.MIN_VALUE,
                Double.MAX_VALUE,
                Double.NaN,
                Double.NEGATIVE_INFINITY
            })
    void writesTheShortestTextThatIsReadAsTheSameNumber(double number) throws IOException {
        assertThat(written(number)).isEqualTo(NumberOutput.toString(number, true));
        assertThat(Double.valueOf(written(number))).isEqualTo(Double.valueOf(number));
    }

    @Test
    void writesNumbersOfAnyKindAsTheSlowWayDoes() throws IOException {
        var random = new Random(2);
        var kinds = new DoubleSupplier[] {
            () -> random.nextInt(1_000_000) / 100.0,
            () -> -random.nextInt(100_000_000) / 1_000.0,
            () -> random.nextInt(1 << 30) / 10_000.0,
            () -> random.nextInt(1 << 30) / 100_000.0,
            () -> Math.nextUp(random.nextInt(1_000_000) / 100.0),
            () -> random.nextDouble() * 20_000_000,
            () -> Double.longBitsToDouble(random.nextLong())
        };
        for (int i = 0; i < 70_000; i++) {
            double number = kinds[i % kinds.length].getAsDouble();
            if (!written(number).equals(NumberOutput.toString(number, true))) {
                assertThat(written(number)).isEqualTo(NumberOutput.toString(number, true));
            }
        }
    }

    @Test
    void keepsTheOrderOfShortAndLongTexts() throws IOException {
        var bytes = new ByteArrayOutputStream();
        var expected = new StringBuilder();
        try (var out = new Utf8Output(bytes)) {
            for (int i = 0; i < 300; i++) {
                var text = (i % 3 == 0 ? "é" : "e").repeat(1 + (i * i * 37) % 70_000);
                out.text(text);
                out.ascii(',');
                out.number((long) i);
                expected.append(text).append(',').append(i);
            }
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo(expected.toString());
    }
}
