package io.millrace.drift.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.drift.profile.Category;
import io.millrace.drift.profile.FeatureProfile;
import io.millrace.drift.profile.TextProfile;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SummaryCodecTest {
    private static final FeatureProfile NUMBERS =
            Profiles.of(new Random(1).doubles(1_000).toArray());
    private static final TextProfile TEXTS = Profiles.of(
            IntStream.range(0, 200).mapToObj(SummaryCodecTest::longText).toList());

    private static String longText(int i) {
        return "\u65e5".repeat(Category.LONGEST - 5) + (10_000 + i);
    }

    private static NumberSummary numbers(long seed, int rows) {
        var random = new Random(seed);
        var summary = NumberSummary.over(NUMBERS);
        for (int i = 0; i < rows; i++) {
            summary.add(i % 50 == 0 ? Double.NaN : random.nextGaussian());
        }
        return summary;
    }

    private static TextSummary texts(int rows) {
        var summary = TextSummary.over(TEXTS);
        for (int i = 0; i < rows; i++) {
            summary.add(longText(i));
        }
        return summary;
    }

    @Test
    void equalRowsInEqualOrderMakeEqualBytesWhereverTheyWereInterrupted() {
        var undisturbed = numbers(7, 30_000);
        var random = new Random(7);
        var interrupted = NumberSummary.over(NUMBERS);
        for (int i = 0; i < 30_000; i++) {
            interrupted.add(i % 50 == 0 ? Double.NaN : random.nextGaussian());
            if (i % 777 == 0) {
                interrupted = SummaryCodec.decode(NUMBERS, SummaryCodec.encode(interrupted))
                        .orElseThrow();
            }
        }

        assertThat(SummaryCodec.encode(interrupted)).isEqualTo(SummaryCodec.encode(undisturbed));
    }

    @Test
    void textsComeBackAsTheyWere() {
        var undisturbed = texts(5_000);
        var restored =
                SummaryCodec.decode(TEXTS, SummaryCodec.encode(texts(4_000))).orElseThrow();
        for (int i = 4_000; i < 5_000; i++) {
            restored.add(longText(i));
        }

        assertThat(SummaryCodec.encode(restored)).isEqualTo(SummaryCodec.encode(undisturbed));
        assertThat(restored.counts()).isEqualTo(undisturbed.counts());
        assertThat(restored.others().understatedBy())
                .isEqualTo(undisturbed.others().understatedBy());
    }

    @Test
    void nothingCountedIsAFewBytes() {
        assertThat(SummaryCodec.encode(NumberSummary.over(NUMBERS))).hasSizeLessThan(16);
        assertThat(SummaryCodec.decode(NUMBERS, SummaryCodec.encode(NumberSummary.over(NUMBERS)))
                        .orElseThrow()
                        .rows())
                .isZero();
        assertThat(SummaryCodec.encode(TextSummary.over(TEXTS))).hasSizeLessThan(80);
    }

    @Test
    void isAtMostEightKibibytesAlsoOfATrillionRows() {
        var summary = numbers(3, 10_000);
        for (int doubled = 0; doubled < 27; doubled++) {
            summary.merge(
                    SummaryCodec.decode(NUMBERS, SummaryCodec.encode(summary)).orElseThrow());
            assertThat(SummaryCodec.encode(summary)).hasSizeLessThan(SummaryCodec.MOST_BYTES);
        }
        assertThat(summary.rows()).isGreaterThan(1_000_000_000_000L);
    }

    @Test
    void textsAreAtMostEightKibibytesHoweverManyAndLong() {
        var summary = texts(100_000);
        for (int doubled = 0; doubled < 24; doubled++) {
            summary.merge(
                    SummaryCodec.decode(TEXTS, SummaryCodec.encode(summary)).orElseThrow());
        }
        assertThat(summary.rows()).isGreaterThan(1_000_000_000_000L);
        assertThat(SummaryCodec.encode(summary)).hasSizeLessThan(SummaryCodec.MOST_BYTES);
    }

    @Test
    void whatWasCountedOverAnotherProfileIsNothing() {
        byte[] bytes = SummaryCodec.encode(numbers(1, 100));

        assertThat(SummaryCodec.decode(Profiles.of(1, 2, 3), bytes)).isEmpty();
        assertThat(SummaryCodec.decode(Profiles.of(List.of("BE")), SummaryCodec.encode(texts(10))))
                .isEmpty();
    }

    @Test
    void refusesBytesThatNoSummaryHas() {
        byte[] bytes = SummaryCodec.encode(numbers(1, 5_000));
        byte[] otherVersion = bytes.clone();
        otherVersion[0] = 2;

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SummaryCodec.decode(NUMBERS, otherVersion))
                .withMessageContaining("version 2");
        assertThatIllegalArgumentException().isThrownBy(() -> SummaryCodec.decode(NUMBERS, new byte[0]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SummaryCodec.decode(NUMBERS, Arrays.copyOf(bytes, bytes.length + 1)))
                .withMessageContaining("1 bytes too many");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SummaryCodec.decode(NUMBERS, SummaryCodec.encode(texts(1))))
                .withMessageContaining("another kind of column");
        for (int length = 0; length < bytes.length; length += 13) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatIllegalArgumentException().isThrownBy(() -> SummaryCodec.decode(NUMBERS, cut));
        }
    }

    @Test
    void damagedBytesAreRefusedOrAreAnotherSummaryThatHoldsTogether() {
        var random = new Random(11);
        byte[] numbers = SummaryCodec.encode(numbers(1, 5_000));
        byte[] texts = SummaryCodec.encode(texts(5_000));
        for (int i = 0; i < 5_000; i++) {
            byte[] hostile = (i % 2 == 0 ? numbers : texts).clone();
            for (int flips = 0; flips <= random.nextInt(3); flips++) {
                hostile[6 + random.nextInt(hostile.length - 6)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                if (i % 2 == 0) {
                    var read = SummaryCodec.decode(NUMBERS, hostile).orElseThrow();
                    assertThat(Arrays.stream(read.counts()).sum()).isEqualTo(read.count());
                    read.add(1);
                } else {
                    var read = SummaryCodec.decode(TEXTS, hostile).orElseThrow();
                    assertThat(read.others().understatedBy()).isNotNegative();
                    read.add("more");
                }
            } catch (IllegalArgumentException refused) {
                assertThat(refused).hasMessageContaining("no summary");
            }
        }
    }
}
