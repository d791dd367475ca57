package io.millrace.benchmarks.scoring;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PointScannerTest {
    private final PointScanner scanner = new PointScanner();

    private double[] read(String json, int width) {
        return scanner.read(json.getBytes(US_ASCII), width);
    }

    @Test
    void readsEveryFormOfANumberAsJavaDoes() {
        String[] numbers = {
            "0",
            "-0",
            "-0.0",
            "1",
            "12.5",
            "-3.25",
            "0.1",
            "0.30000000000000004",
            "123456789012345",
            "1234567890123456",
            "0.000000000000001",
            "1e3",
            "1E-3",
            "-2.5e+10",
            "4.9E-324",
            "1.7976931348623157E308",
            "0.1234567890123456789"
        };

        var row = read("[ " + String.join(" ,\n", numbers) + " ]", numbers.length);

        assertThat(row)
                .containsExactly(
                        Arrays.stream(numbers).mapToDouble(Double::parseDouble).toArray());
    }

    @Test
    void readsRandomNumbersAsJavaDoes() {
        var random = new Random(20260301);
        for (int i = 0; i < 100_000; i++) {
            var number = random.nextBoolean()
                    ? String.format(Locale.ROOT, "%." + random.nextInt(12) + "f", random.nextGaussian() * 1000)
                    : Double.toString(Double.longBitsToDouble(random.nextLong()))
                            .replaceAll("NaN|-?Infinity", "0");
            assertThat(read("[" + number + "]", 1)[0]).as(number).isEqualTo(Double.parseDouble(number));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[", "[1", "[1]", "[1,2,3]", "1,2", "[1 2]", "[1,,2]", "[1,a]", "{\"a\":1}"})
    void refusesWhatIsNoArrayOfSoManyNumbers(String json) {
        assertThatThrownBy(() -> read(json, 2)).isInstanceOf(IllegalArgumentException.class);
    }
}
