package io.millrace.drift.window;

import static io.millrace.drift.window.Examples.NOON;
import static io.millrace.drift.window.Examples.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.millrace.drift.profile.Models;
import io.millrace.drift.profile.ProfileBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowAccumulatorTest {
    private final WindowCodec codec = new WindowCodec(Examples.profile(), Duration.ofHours(1));

    @Test
    void countsValuesPerBinAndWhatIsMissing() {
        var window = threeRows();

        var amount = window.columns().get(0);
        assertThat(amount.counts()).containsExactly(0, 1, 0, 0, 1); // 1, 2, 3, 4, other
        assertThat(amount.missing()).isEqualTo(1);
        assertThat(amount.moments().count()).isEqualTo(2);
        assertThat(amount.moments().mean()).isEqualTo(6);
        assertThat(amount.moments().squares()).isEqualTo(32);
        assertThat(window.columns().get(2).counts()).containsExactly(2, 1, 0);
        assertThat(window.rows()).isEqualTo(3);
        assertThat(window.earliestMillis()).isEqualTo(NOON + 1);
        assertThat(window.latestMillis()).isEqualTo(NOON + 3);
    }

    @Test
    void namesTheModelVersionOnlyIfThereIsOne() {
        var window = WindowAccumulator.of(Examples.profile());
        assertThat(window.modelVersion()).isNull();

        window.add(NOON, row(1, 0, 0.25), "7", true);
        assertThat(window.modelVersion()).isEqualTo("7");

        window.add(NOON, row(1, 0, 0.25), "8", true);
        assertThat(window.modelVersion()).isNull();

        window.add(NOON, row(1, 0, 0.25), "8", true);
        assertThat(window.modelVersion()).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 16})
    void countsTheSameHoweverItsRowsAreSplit(int parts) {
        var random = new Random(42);
        var whole = WindowAccumulator.of(Examples.profile());
        var split = random.ints(parts, 0, 1)
                .mapToObj(ignored -> WindowAccumulator.of(Examples.profile()))
                .toList();
        for (int i = 0; i < 1000; i++) {
            double[] row = row(random.nextInt(7), random.nextInt(10) == 0 ? Double.NaN : 1, random.nextDouble());
            long time = NOON + random.nextInt(1000);
            whole.add(time, row, "7", true);
            split.get(random.nextInt(parts)).add(time, row, "7", true);
        }

        var merged = WindowAccumulator.of(Examples.profile());
        split.forEach(merged::merge);

        assertThat(merged.rows()).isEqualTo(1000);
        assertThat(merged.earliestMillis()).isEqualTo(whole.earliestMillis());
        assertThat(merged.latestMillis()).isEqualTo(whole.latestMillis());
        assertThat(merged.modelVersion()).isEqualTo("7");
        for (int i = 0; i < 3; i++) {
            var ours = merged.columns().get(i);
            var theirs = whole.columns().get(i);
            assertThat(ours.counts()).isEqualTo(theirs.counts());
            assertThat(ours.missing()).isEqualTo(theirs.missing());
            assertThat(ours.moments().mean()).isCloseTo(theirs.moments().mean(), within(1e-12));
            assertThat(ours.moments().squares()).isCloseTo(theirs.moments().squares(), within(1e-9));
        }
    }

    @Test
    void decodesToWhatWasEncoded() {
        byte[] bytes = codec.encode(threeRows());

        var window = codec.decode(bytes).orElseThrow();

        assertThat(codec.encode(window)).isEqualTo(bytes);
        assertThat(window.modelVersion()).isEqualTo("7");
        window.merge(threeRows());
        assertThat(window.rows()).isEqualTo(6);
    }

    @Test
    void encodesCountsOfAnySize() {
        var window = threeRows();
        for (int i = 0; i < 32; i++) {
            window.merge(codec.decode(codec.encode(window)).orElseThrow());
        }

        assertThat(codec.decode(codec.encode(window)).orElseThrow().rows()).isEqualTo(3L << 32);
    }

    @Test
    void decodesToNothingOverAnotherProfileOrWindowLength() {
        byte[] bytes = codec.encode(threeRows());
        var shorter = new ProfileBuilder("transactions", Models.FRAUD, List.of())
                .add(new double[0], 0.5)
                .build("one row");

        assertThat(new WindowCodec(shorter, Duration.ofHours(1)).decode(bytes)).isEmpty();
        assertThat(new WindowCodec(Examples.profile(), Duration.ofHours(2)).decode(bytes))
                .isEmpty();
    }

    @Test
    void refusesBytesOfAnotherVersionAndBytesCutShort() {
        byte[] bytes = codec.encode(threeRows());
        byte[] cut = java.util.Arrays.copyOf(bytes, bytes.length - 1);
        byte[] newer = bytes.clone();
        newer[0] = 2;

        assertThatIllegalArgumentException().isThrownBy(() -> codec.decode(cut));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> codec.decode(newer))
                .withMessage("window of version 2, this code knows 1");
    }

    private static WindowAccumulator threeRows() {
        var window = WindowAccumulator.of(Examples.profile());
        window.add(NOON + 2, row(2, 1, 0.25), "7", true);
        window.add(NOON + 1, row(10, 0, 0.75), "7", true);
        window.add(NOON + 3, row(Double.NaN, Double.NaN, 0.25), "7", true);
        return window;
    }
}
