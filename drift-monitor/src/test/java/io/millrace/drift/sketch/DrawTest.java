package io.millrace.drift.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.sketch.QuantileSketch;
import io.millrace.sketch.codec.ByteWriter;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which values go into a quantile sketch. */
class DrawTest {
    private static final int MANY = 1_000_000;

    @Test
    void takesTheFirstValuesAll() {
        var sketch = drawn(new double[(int) Draw.ALL]);
        var all = new QuantileSketch();
        all.add(new double[(int) Draw.ALL], (int) Draw.ALL);

        assertThat(bytes(sketch)).isEqualTo(bytes(all));
    }

    @Test
    void thenOneOfTwoThenOneOfFourAndEachStandsForAsMany() {
        for (int doubling = 0; doubling < 4; doubling++) {
            int values = (int) Draw.ALL << doubling;
            var sketch = drawn(new double[values]);

            assertThat(sketch.count()).isEqualTo(values);
            var one = new Draw(values);
            var next = new QuantileSketch();
            one.into(next, new double[64], 64);
            var weights = new TreeMap<Long, Integer>();
            next.forEach((value, weight) -> weights.merge(weight, 1, Integer::sum));
            assertThat(weights).containsExactly(Map.entry(2L << doubling, 32 >> doubling));
        }
    }

    /** The number of values is no multiple of what a drawn one stands for. */
    @Test
    void isNeverOffByMoreThanOneDrawnValueStandsFor() {
        var random = new Random(3);
        for (int i = 0; i < 20; i++) {
            int values = (int) Draw.ALL + random.nextInt((int) Draw.ALL * 3);
            long standsFor = values < 2 * Draw.ALL ? 2 : 4;

            assertThat(drawn(new double[values]).count() - values).isBetween(-standsFor, standsFor);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64, 1000})
    void isTheSameHoweverOftenItWasInterrupted(int most) {
        double[] values = new Random(5).doubles(300_000).toArray();
        var random = new Random(most);
        var sketch = new QuantileSketch();
        for (int from = 0; from < values.length; ) {
            int number = Math.min(values.length - from, 1 + random.nextInt(most));
            new Draw(from).into(sketch, Arrays.copyOfRange(values, from, from + number), number);
            from += number;
        }

        assertThat(bytes(sketch)).isEqualTo(bytes(drawn(values)));
    }

    /** Machines that report in turns, weeks that follow each other, and values that rise for ever. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 7, 16, 64, 100, MANY})
    void sharesOfWhatComesInTurnsAreThoseOfTheWhole(int period) {
        double[] values = new double[MANY];
        for (int i = 0; i < MANY; i++) {
            values[i] = i % period;
        }
        var sketch = drawn(values);

        for (double share : new double[] {0.01, 0.1, 0.3, 0.5, 0.9, 0.99}) {
            double limit = Math.floor(share * period);
            long[] below = new long[1];
            sketch.forEach((value, weight) -> below[0] += value < limit ? weight : 0);
            assertThat((double) below[0] / MANY).isCloseTo(limit / period, within(QuantileSketch.RANK_ERROR));
        }
    }

    private static QuantileSketch drawn(double[] values) {
        var sketch = new QuantileSketch();
        new Draw(0).into(sketch, values, values.length);
        return sketch;
    }

    private static byte[] bytes(QuantileSketch sketch) {
        var out = new ByteWriter();
        sketch.write(out);
        return out.toBytes();
    }
}
