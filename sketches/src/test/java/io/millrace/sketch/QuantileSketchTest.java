package io.millrace.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.millrace.sketch.codec.ByteReader;
import io.millrace.sketch.codec.ByteWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QuantileSketchTest {
    private static final double[] SHARES = {0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999, 1.0};

    private static final double MOST_OFF = QuantileSketch.RANK_ERROR;

    private static QuantileSketch of(double... values) {
        var sketch = new QuantileSketch();
        for (double value : values) {
            sketch.add(value);
        }
        return sketch;
    }

    @Test
    void isTheSmallestValueThatAtLeastTheShareDoNotExceed() {
        var sketch = of(40, 10, 30, 20);

        assertThat(sketch.quantile(0.25)).isEqualTo(10);
        assertThat(sketch.quantile(0.26)).isEqualTo(20);
        assertThat(sketch.quantile(0.5)).isEqualTo(20);
        assertThat(sketch.quantile(1)).isEqualTo(40);
        assertThat(new QuantileSketch().quantile(0.5)).isNaN();
    }

    @Test
    void isExactUpToItsCapacity() {
        var sketch = new QuantileSketch();
        for (int i = QuantileSketch.K; i >= 1; i--) {
            sketch.add(i);
        }

        for (int percent = 1; percent <= 100; percent++) {
            assertThat(sketch.quantile(percent / 100.0)).isEqualTo(percent * (QuantileSketch.K / 100.0));
        }
    }

    @Test
    void aDrawnValueCountsForAllThatItStandsFor() {
        var sketch = of(1, 2, 3);
        sketch.addDrawn(4, 3);

        assertThat(sketch.count()).isEqualTo(11);
        assertThat(sketch.quantile(3 / 11.0)).isEqualTo(3);
        assertThat(sketch.quantile(4 / 11.0)).isEqualTo(4);
        for (int i = 0; i < 10_000; i++) {
            sketch.addDrawn(i, 3);
        }
        assertThat(sketch.count()).isEqualTo(80_011);
        assertThat(sketch.size()).isLessThan(900);
        assertThat(sketch.quantile(0.5)).isBetween(4_850.0, 5_150.0);
    }

    @Test
    void valuesAddedTogetherAreTheSameAsOneByOne() {
        var random = new Random(4);
        for (int most : new int[] {1, 7, 64, 1_000}) {
            var together = new QuantileSketch();
            var oneByOne = new QuantileSketch();
            for (int added = 0; added < 50_000; ) {
                double[] values = random.doubles(1 + random.nextInt(most)).toArray();
                int number = random.nextInt(values.length + 1);
                together.add(values, number);
                for (int i = 0; i < number; i++) {
                    oneByOne.add(values[i]);
                }
                added += values.length;
            }

            assertThat(together.count()).isEqualTo(oneByOne.count()).isPositive();
            assertThat(bytes(together)).isEqualTo(bytes(oneByOne));
        }
    }

    private static byte[] bytes(QuantileSketch sketch) {
        var out = new ByteWriter();
        sketch.write(out);
        return out.toBytes();
    }

    @Test
    void ranksAreNotFarOffWhateverTheOrderOfValues() {
        var random = new Random(3);
        double[] shuffled = random.doubles(100_000).toArray();
        assertRanks(100_000, i -> shuffled[i]);
        assertRanks(100_000, i -> i);
        assertRanks(100_000, i -> -i);
        assertRanks(100_000, i -> i % 1_000);
        assertRanks(100_000, i -> i % 2 == 0 ? i : -i);
        assertRanks(100_000, i -> Math.exp(10 * shuffled[i]));
    }

    private static void assertRanks(int n, IntToDoubleFunction values) {
        var sketch = new QuantileSketch();
        double[] all = new double[n];
        for (int i = 0; i < n; i++) {
            all[i] = values.applyAsDouble(i);
            sketch.add(all[i]);
        }
        assertRanks(sketch, all);
    }

    private static void assertRanks(QuantileSketch sketch, double[] all) {
        Arrays.sort(all);
        for (double share : SHARES) {
            double answer = sketch.quantile(share);
            long below = Arrays.stream(all).filter(value -> value < answer).count();
            long upTo = Arrays.stream(all).filter(value -> value <= answer).count();
            assertThat(below / (double) all.length).isLessThanOrEqualTo(share + MOST_OFF);
            assertThat(upTo / (double) all.length).isGreaterThanOrEqualTo(share - MOST_OFF);
        }
    }

    @Test
    void mergesAsIfAllHadBeenAddedToOne() {
        var random = new Random(5);
        var merged = new QuantileSketch();
        double[] all = new double[50_000];
        for (int part = 0; part < 100; part++) {
            var sketch = new QuantileSketch();
            for (int i = 0; i < 500; i++) {
                all[part * 500 + i] = random.nextGaussian() + part;
                sketch.add(all[part * 500 + i]);
            }
            merged.add(sketch);
        }

        assertRanks(merged, all);
    }

    @Test
    void givesEqualAnswersForEqualValuesInEqualOrder() {
        double[] values = new Random(9).doubles(10_000).toArray();

        var one = of(values);
        var other = of(values);

        for (double share : SHARES) {
            assertThat(one.quantile(share)).isEqualTo(other.quantile(share));
        }
    }

    @Test
    void theWorstRankOfAllIsWithinTheStatedError() {
        for (int seed = 0; seed < 100; seed++) {
            double[] shuffled = new Random(seed).doubles(20_000).toArray();
            var parts = new QuantileSketch();
            for (int part = 0; part < 16; part++) {
                parts.add(of(Arrays.copyOfRange(shuffled, part * 1_250, (part + 1) * 1_250)));
            }
            assertThat(worstRank(of(shuffled), shuffled)).isLessThan(QuantileSketch.RANK_ERROR);
            assertThat(worstRank(parts, shuffled)).isLessThan(QuantileSketch.RANK_ERROR);
        }
        double[] rising = IntStream.range(0, 300_000).asDoubleStream().toArray();
        double[] falling = Arrays.stream(rising).map(value -> -value).toArray();
        double[] zigzag = IntStream.range(0, 300_000)
                .mapToDouble(i -> i % 2 == 0 ? i : -i)
                .toArray();
        assertThat(worstRank(of(rising), rising)).isLessThan(QuantileSketch.RANK_ERROR);
        assertThat(worstRank(of(falling), falling)).isLessThan(QuantileSketch.RANK_ERROR);
        assertThat(worstRank(of(zigzag), zigzag)).isLessThan(QuantileSketch.RANK_ERROR);
    }

    /** By how much the distribution function of what is kept is off, at most, as a share; the values all differ. */
    private static double worstRank(QuantileSketch sketch, double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        var weights = new TreeMap<Double, Long>();
        sketch.forEach((value, weight) -> weights.merge(value, weight, Long::sum));
        long upTo = 0;
        double worst = 0;
        for (var kept : weights.entrySet()) {
            int below = Arrays.binarySearch(sorted, kept.getKey());
            worst = Math.max(worst, (double) Math.abs(upTo - below));
            upTo += kept.getValue();
            worst = Math.max(worst, (double) Math.abs(upTo - (below + 1)));
        }
        assertThat(upTo).isEqualTo(sketch.count()).isEqualTo(values.length);
        return worst / values.length;
    }

    @Test
    void refusesBytesItCannotHaveWritten() {
        byte[] stored = stored(of(new Random(9).doubles(5_000).toArray()));
        byte[] oneMore = stored.clone();
        oneMore[0]++; // the count, which the weights no longer sum to
        var levels = new ByteWriter()
                .writeUnsigned(1)
                .writeUnsigned(0)
                .writeUnsigned(49)
                .toBytes();
        var nothing = new ByteWriter()
                .writeUnsigned(1)
                .writeUnsigned(0)
                .writeUnsigned(1)
                .writeUnsigned(1)
                .writeDouble(Double.NaN)
                .toBytes();

        for (byte[] hostile : List.of(oneMore, levels, nothing, Arrays.copyOf(stored, stored.length - 1))) {
            assertThatIllegalStateException().isThrownBy(() -> new QuantileSketch().read(new ByteReader(hostile)));
        }
    }

    @Test
    void survivesBeingStoredAndStaysSmall() {
        var sketch = of(new Random(9).doubles(1_000_000).toArray());
        byte[] stored = stored(sketch);
        var restored = new QuantileSketch();
        restored.add(1e9); // forgotten by reading
        restored.read(new ByteReader(stored));
        sketch.add(0.5);
        restored.add(0.5);

        assertThat(stored.length).isLessThan(7_000);
        for (double share : SHARES) {
            assertThat(restored.quantile(share)).isEqualTo(sketch.quantile(share));
        }
    }

    @Test
    void goesOnAfterBeingStoredAsIfNothingHadBeen() {
        var random = new Random(11);
        var sketch = new QuantileSketch();
        var oftenStored = new QuantileSketch();
        for (int i = 0; i < 50_000; i++) {
            double value = random.nextInt(300);
            int doublings = i < 20_000 ? 0 : 1 + random.nextInt(3);
            sketch.addDrawn(value, doublings);
            oftenStored.addDrawn(value, doublings);
            if (i % 97 == 0) {
                byte[] bytes = stored(oftenStored);
                oftenStored = new QuantileSketch();
                oftenStored.read(new ByteReader(bytes));
            }
        }

        assertThat(stored(oftenStored)).isEqualTo(stored(sketch));
    }

    private static byte[] stored(QuantileSketch sketch) {
        var out = new ByteWriter();
        sketch.write(out);
        return out.toBytes();
    }
}
