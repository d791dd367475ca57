package io.millrace.drift.window;

import static io.millrace.drift.window.Examples.NOON;
import static io.millrace.drift.window.Examples.observed;
import static io.millrace.drift.window.Examples.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.millrace.drift.profile.Models;
import io.millrace.drift.profile.ProfileBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowAccumulatorTest {
    private final WindowCodec codec = new WindowCodec(Examples.profile(), Duration.ofHours(1));

    @Test
    void countsValuesPerBinAndWhatIsMissing() {
        var window = threeRows();

        var amount = window.whole().numbers().get(0);
        assertThat(amount.counts()).containsExactly(0, 1, 0, 0, 1); // 1, 2, 3, 4, other
        assertThat(amount.missing()).isEqualTo(1);
        assertThat(amount.moments().count()).isEqualTo(2);
        assertThat(amount.moments().mean()).isEqualTo(6);
        assertThat(amount.moments().squares()).isEqualTo(32);
        assertThat(window.whole().numbers().get(2).counts()).containsExactly(2, 1, 0);
        assertThat(window.rows()).isEqualTo(3);
        assertThat(window.earliestMillis()).isEqualTo(NOON + 1);
        assertThat(window.latestMillis()).isEqualTo(NOON + 3);
    }

    @Test
    void namesTheModelVersionOnlyIfThereIsOne() {
        var window = WindowAccumulator.of(Examples.profile());
        assertThat(version(window)).isNull();

        window.add(observed(NOON, row(1, 0, 0.25), "7"));
        assertThat(version(window)).isEqualTo("7");

        window.add(observed(NOON, row(1, 0, 0.25), "8"));
        assertThat(version(window)).isNull();

        window.add(observed(NOON, row(1, 0, 0.25), "8"));
        assertThat(version(window)).isNull();
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
            whole.add(observed(time, row, "7"));
            split.get(random.nextInt(parts)).add(observed(time, row, "7"));
        }

        var merged = WindowAccumulator.of(Examples.profile());
        split.forEach(merged::merge);

        assertThat(merged.rows()).isEqualTo(1000);
        assertThat(merged.earliestMillis()).isEqualTo(whole.earliestMillis());
        assertThat(merged.latestMillis()).isEqualTo(whole.latestMillis());
        assertThat(version(merged)).isEqualTo("7");
        for (int i = 0; i < 3; i++) {
            var ours = merged.whole().numbers().get(i);
            var theirs = whole.whole().numbers().get(i);
            assertThat(ours.counts()).isEqualTo(theirs.counts());
            assertThat(ours.missing()).isEqualTo(theirs.missing());
            assertThat(ours.moments().mean()).isCloseTo(theirs.moments().mean(), within(1e-12));
            assertThat(ours.moments().squares()).isCloseTo(theirs.moments().squares(), within(1e-9));
        }
    }

    @Test
    void decodesToWhatWasEncoded() {
        var bytes = codec.encode(threeRows());

        var window = codec.decode(bytes).orElseThrow();

        assertThat(codec.encode(window)).usingRecursiveComparison().isEqualTo(bytes);
        assertThat(version(window)).isEqualTo("7");
        window.merge(threeRows());
        assertThat(window.rows()).isEqualTo(6);
    }

    @Test
    void countsOutliersThroughMergingAndStoring() {
        var profile = Examples.profile().withOutlierLimit(10);
        var known = new WindowCodec(profile, Duration.ofHours(1));
        var first = WindowAccumulator.of(profile);
        var second = WindowAccumulator.of(profile);
        for (var outlying : List.of(Outlying.WITHIN, Outlying.BEYOND, Outlying.UNKNOWN)) {
            first.add(new Observation(NOON, row(1, 0, 0.25), List.of(), Models.FRAUD, true, List.of(), outlying));
            second.add(new Observation(NOON, row(1, 0, 0.25), List.of(), Models.FRAUD, true, List.of(), outlying));
        }

        first.merge(known.decode(known.encode(second)).orElseThrow());

        var restored = known.decode(known.encode(first)).orElseThrow();
        assertThat(restored.withOutlierScore()).isEqualTo(4);
        assertThat(restored.outliers()).isEqualTo(2);
        assertThat(new WindowCodec(profile.withOutlierLimit(11), Duration.ofHours(1)).decode(known.encode(first)))
                .as("counted by another limit")
                .isEmpty();
        assertThat(codec.decode(known.encode(first))).isEmpty();
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
        var bytes = codec.encode(threeRows());
        var shorter = new ProfileBuilder("transactions", Models.FRAUD, List.of())
                .add(new double[0], 0.5)
                .build("one row");

        assertThat(new WindowCodec(shorter, Duration.ofHours(1)).decode(bytes)).isEmpty();
        assertThat(new WindowCodec(Examples.profile(), Duration.ofHours(2)).decode(bytes))
                .isEmpty();
    }

    @Test
    void refusesBytesOfAnotherVersionAndBytesCutShort() {
        var head = new Part(Segment.WHOLE, Part.HEAD);
        byte[] bytes = Objects.requireNonNull(codec.encode(threeRows()).get(head));
        byte[] cut = java.util.Arrays.copyOf(bytes, bytes.length - 1);
        byte[] newer = bytes.clone();
        newer[0] = 3;

        assertThatIllegalArgumentException().isThrownBy(() -> codec.decode(Map.of(head, cut)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> codec.decode(Map.of(head, newer)))
                .withMessage("state of version 3, this code knows 2");
    }

    @Test
    void ofPartsWithoutAHeadNothingIsKnown() {
        var bytes = codec.encode(threeRows());
        bytes.remove(new Part(Segment.WHOLE, Part.HEAD));

        assertThat(codec.decode(bytes)).isEmpty();
    }

    @Test
    void everyPartIsAtMostEightKilobytesWhateverItsRows() {
        var random = new Random(1);
        var window = WindowAccumulator.of(Examples.profile());
        for (int i = 0; i < 200_000; i++) {
            window.add(observed(NOON, row(random.nextGaussian(), random.nextGaussian(), random.nextGaussian())));
        }

        assertThat(codec.encode(window).values()).hasSize(4).allSatisfy(bytes -> assertThat(bytes.length)
                .isLessThanOrEqualTo(8192));
    }

    private static @Nullable String version(WindowAccumulator window) {
        var model = window.whole().model();
        return model == null ? null : model.version();
    }

    private static WindowAccumulator threeRows() {
        var window = WindowAccumulator.of(Examples.profile());
        window.add(observed(NOON + 2, row(2, 1, 0.25), "7"));
        window.add(observed(NOON + 1, row(10, 0, 0.75), "7"));
        window.add(observed(NOON + 3, row(Double.NaN, Double.NaN, 0.25), "7"));
        return window;
    }
}
