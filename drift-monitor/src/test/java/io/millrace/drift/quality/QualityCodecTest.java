package io.millrace.drift.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class QualityCodecTest {
    private static ClassificationSummary classification(int rows) {
        var dice = new Random(rows);
        var summary = new ClassificationSummary();
        for (int i = 0; i < rows; i++) {
            summary.predicted();
            double logit = dice.nextGaussian() * 4 - 2;
            double score = 1 / (1 + Math.exp(-logit));
            summary.labelled(
                    score, score >= 0.5, dice.nextDouble() < score, Duration.ofMillis(dice.nextInt(2_000_000_000)));
            summary.addValue("profit", dice.nextGaussian());
        }
        return summary;
    }

    private static RegressionSummary regression(int rows) {
        var dice = new Random(rows);
        var summary = new RegressionSummary();
        for (int i = 0; i < rows; i++) {
            summary.predicted();
            summary.labelled(
                    dice.nextGaussian(), dice.nextGaussian() * 1e9, Duration.ofMillis(dice.nextInt(1_000_000)));
            summary.addValue("cost", dice.nextDouble());
        }
        return summary;
    }

    private static ExpectedQuality expected(int rows) {
        var dice = new Random(rows);
        var summary = new ExpectedQuality();
        for (int i = 0; i < rows; i++) {
            double probability = 1 / (1 + Math.exp(2 - dice.nextGaussian() * 4));
            summary.add(i % 10 == 3 ? Double.NaN : probability, probability >= 0.5);
        }
        return summary;
    }

    @Test
    void comesBackAndGoesOnToTheSameBytes() {
        for (int rows : new int[] {0, 1, 30, 3_000}) {
            var classification = classification(rows);
            var read = QualityCodec.classification(QualityCodec.encode(classification));
            assertThat(read.figures()).isEqualTo(classification.figures());
            read.merge(classification(7));
            classification.merge(classification(7));
            assertThat(QualityCodec.encode(read)).isEqualTo(QualityCodec.encode(classification));

            var regression = regression(rows);
            var readRegression = QualityCodec.regression(QualityCodec.encode(regression));
            assertThat(readRegression.figures()).isEqualTo(regression.figures());
            readRegression.merge(regression(7));
            regression.merge(regression(7));
            assertThat(QualityCodec.encode(readRegression)).isEqualTo(QualityCodec.encode(regression));

            var expected = expected(rows);
            var readExpected = QualityCodec.expected(QualityCodec.encode(expected));
            assertThat(readExpected.estimate()).isEqualTo(expected.estimate());
            readExpected.merge(expected(7));
            expected.merge(expected(7));
            assertThat(QualityCodec.encode(readExpected)).isEqualTo(QualityCodec.encode(expected));
        }
    }

    @Test
    void isSmallAndBoundedByMore() {
        assertThat(QualityCodec.encode(classification(1_000))).hasSizeLessThan(4 * 1024);
        assertThat(QualityCodec.encode(classification(100_000))).hasSizeLessThan(8 * 1024);
        assertThat(QualityCodec.encode(regression(100_000))).hasSizeLessThan(4 * 1024);
        assertThat(QualityCodec.encode(expected(100_000))).hasSizeLessThan(6 * 1024);

        int sums = 2 * ExactSum.MOST_BYTES + BusinessValues.MOST_BYTES + Calibration.MOST_BYTES;
        int delays = 3 * 10 + 48 * 2 + 900 * 9;
        int counts = 8 * 10 + RankedCounts.MOST_BYTES;
        assertThat(sums + delays + counts).isLessThanOrEqualTo(QualityCodec.MOST_BYTES);
    }

    @Test
    void refusesBytesThatAreCutOrTooManyOrOfAnotherKindOrVersion() {
        byte[] bytes = QualityCodec.encode(classification(200));
        for (int length = 0; length < bytes.length; length++) {
            refused(QualityCodec::classification, Arrays.copyOf(bytes, length));
        }
        refused(QualityCodec::classification, Arrays.copyOf(bytes, bytes.length + 1));
        refused(QualityCodec::classification, new byte[QualityCodec.MOST_BYTES + 1]);
        refused(QualityCodec::regression, bytes);
        refused(QualityCodec::expected, bytes);
        byte[] newer = bytes.clone();
        newer[0]++;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QualityCodec.classification(newer))
                .withMessage("no summary of quality: version 2, this code knows 1");
    }

    @Test
    void hostileBytesAreRefusedOrASummaryThatCanBeWorkedWith() {
        var dice = new Random(5);
        mangled(dice, QualityCodec.encode(classification(200)), bytes -> {
            var read = QualityCodec.classification(bytes);
            read.merge(classification(10));
            return read.figures();
        });
        mangled(dice, QualityCodec.encode(regression(200)), bytes -> {
            var read = QualityCodec.regression(bytes);
            read.merge(regression(10));
            return read.figures();
        });
        mangled(dice, QualityCodec.encode(expected(200)), bytes -> {
            var read = QualityCodec.expected(bytes);
            read.merge(expected(10));
            return read.estimate();
        });
    }

    private static void mangled(Random dice, byte[] bytes, Function<byte[], Object> use) {
        int refused = 0;
        for (int round = 0; round < 3_000; round++) {
            byte[] hostile = bytes.clone();
            for (int change = 0; change <= dice.nextInt(3); change++) {
                hostile[dice.nextInt(hostile.length)] = (byte) dice.nextInt();
            }
            try {
                assertThat(use.apply(hostile)).isNotNull();
            } catch (IllegalArgumentException refusal) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    private static void refused(Function<byte[], Object> decode, byte[] bytes) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> decode.apply(bytes))
                .withMessageStartingWith("no summary of quality: ");
    }
}
