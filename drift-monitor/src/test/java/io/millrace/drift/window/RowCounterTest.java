package io.millrace.drift.window;

import static io.millrace.drift.window.Examples.HOUR;
import static io.millrace.drift.window.Examples.HOURLY;
import static io.millrace.drift.window.Examples.MINUTE;
import static io.millrace.drift.window.Examples.NOON;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.millrace.drift.profile.FeatureType;
import io.millrace.drift.profile.Models;
import io.millrace.drift.profile.ProfileBuilder;
import io.millrace.drift.profile.ReferenceProfile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rows counted where they are scored, told from commit to commit, and merged by the monitor. */
class RowCounterTest {
    private static final int ROWS = 5_000;

    private final ReferenceProfile profile = Examples.profile();
    private final SliceCodec codec = new SliceCodec(profile, HOURLY.length());

    @Test
    void mergedSlicesAreWhatTheRowsAre() {
        var counter = new RowCounter(profile, HOURLY);
        var rowByRow = new PartitionWindows(HOURLY, () -> WindowAccumulator.of(profile));
        var merged = new PartitionWindows(HOURLY, () -> WindowAccumulator.of(profile));
        var random = new Random(1);
        for (int i = 0; i < ROWS; i++) {
            var row = row(random, NOON + i * 2L * HOUR / ROWS - random.nextInt(5 * (int) MINUTE));
            counter.add(row);
            assertThat(rowByRow.add(row)).isPresent();
            if (random.nextInt(100) == 0) {
                deliver(counter, merged);
            }
        }
        deliver(counter, merged);

        assertThat(merged.watermark()).isEqualTo(rowByRow.watermark());
        assertThat(merged.open().keySet()).isEqualTo(rowByRow.open().keySet()).hasSize(3);
        merged.open().forEach((start, window) -> assertSame(window, rowByRow.rows(start)));
    }

    private void deliver(RowCounter counter, PartitionWindows to) {
        for (byte[] bytes : counter.take()) {
            var slice = codec.decode(bytes).orElseThrow();
            assertThat(to.merge(slice.startMillis(), slice.rows())).isTrue();
        }
        assertThat(counter.isEmpty()).isTrue();
    }

    private static Observation row(Random random, long time) {
        double night = random.nextInt(3) == 0 ? Double.NaN : random.nextInt(2);
        double[] numbers = Examples.row(random.nextInt(9), night, random.nextDouble());
        boolean champion = random.nextInt(4) > 0;
        return new Observation(
                time,
                numbers,
                List.of(),
                Models.FRAUD,
                champion,
                List.of(Segment.of("variant", champion ? "champion" : "challenger")));
    }

    private static void assertSame(WindowAccumulator one, WindowAccumulator other) {
        assertThat(one.rows()).isEqualTo(other.rows());
        assertThat(one.earliestMillis()).isEqualTo(other.earliestMillis());
        assertThat(one.latestMillis()).isEqualTo(other.latestMillis());
        assertThat(one.whole().model()).isEqualTo(other.whole().model());
        assertThat(one.segments().keySet()).isEqualTo(other.segments().keySet());
        one.segments().forEach((segment, rows) -> {
            var expected = requireNonNull(other.segments().get(segment));
            assertThat(rows.rows()).isEqualTo(expected.rows());
            for (int i = 0; i < 3; i++) {
                var ours = rows.numbers().get(i);
                var theirs = expected.numbers().get(i);
                assertThat(ours.counts()).isEqualTo(theirs.counts());
                assertThat(ours.missing()).isEqualTo(theirs.missing());
                assertThat(ours.above()).isEqualTo(theirs.above());
                assertThat(ours.min()).isEqualTo(theirs.min());
                assertThat(ours.max()).isEqualTo(theirs.max());
                assertThat(ours.quantiles().count())
                        .isEqualTo(theirs.quantiles().count());
                assertThat(ours.moments().mean()).isCloseTo(theirs.moments().mean(), within(1e-12));
                assertThat(ours.moments().squares()).isCloseTo(theirs.moments().squares(), within(1e-9));
            }
        });
    }

    /** It is what was told before that decides, not what is told with them. */
    @Test
    void rowsAreLateByWhatWasToldBeforeThem() {
        var counter = new RowCounter(profile, HOURLY);
        var windows = new PartitionWindows(HOURLY, () -> WindowAccumulator.of(profile));
        counter.add(Examples.observed(NOON + 2 * HOUR, Examples.row(1, 0, 0.5)));
        counter.add(Examples.observed(NOON, Examples.row(2, 0, 0.5)));
        deliver(counter, windows);

        assertThat(windows.open().keySet()).containsExactly(NOON, NOON + 2 * HOUR);

        counter.add(Examples.observed(NOON + 1, Examples.row(2, 0, 0.5)));
        var late = codec.decode(counter.take().get(0)).orElseThrow();

        assertThat(windows.merge(late.startMillis(), late.rows())).isFalse();
        assertThat(windows.rows(NOON).rows()).isEqualTo(1);
    }

    @Test
    void whatIsForgottenIsNotTold() {
        var counter = new RowCounter(profile, HOURLY);
        counter.add(Examples.observed(NOON, Examples.row(1, 0, 0.5)));

        counter.forget();

        assertThat(counter.isEmpty()).isTrue();
        assertThat(counter.take()).isEmpty();
    }

    @Test
    void manyColumnsAreToldInSeveralSlicesThatCountEveryRowOnce() {
        var wide = wideProfile(200);
        var wideCodec = new SliceCodec(wide, HOURLY.length());
        var counter = new RowCounter(wide, HOURLY);
        var random = new Random(4);
        for (int i = 0; i < 2_000; i++) {
            double[] row = random.doubles(201).toArray();
            counter.add(new Observation(
                    NOON, row, List.of(), Models.FRAUD, true, List.of(Segment.of("version", i % 2 == 0 ? "7" : "8"))));
        }
        var slices = counter.take();
        var merged = WindowAccumulator.of(wide);
        slices.forEach(
                slice -> merged.merge(wideCodec.decode(slice).orElseThrow().rows()));

        assertThat(slices).hasSizeGreaterThan(4).allMatch(slice -> slice.length < 300 * 1024);
        assertThat(merged.rows()).isEqualTo(2_000);
        assertThat(merged.segments()).hasSize(3);
        merged.segments().forEach((segment, rows) -> {
            assertThat(rows.rows()).isEqualTo(segment.equals(Segment.WHOLE) ? 2_000 : 1_000);
            assertThat(rows.numbers()).allMatch(column -> column.count() == rows.rows());
        });
    }

    private static ReferenceProfile wideProfile(int features) {
        var builder = new ProfileBuilder(
                "transactions",
                Models.FRAUD,
                IntStream.range(0, features)
                        .mapToObj(i -> new ProfileBuilder.Feature("f" + i, FeatureType.DOUBLE))
                        .toList());
        var random = new Random(2);
        for (int i = 0; i < 500; i++) {
            builder.add(random.doubles(features).toArray(), random.nextDouble());
        }
        return builder.build("drawn");
    }

    @Test
    void doesNotReadWhatWasCountedAgainstAnotherProfileOrInOtherWindows() {
        var counter = new RowCounter(profile, HOURLY);
        counter.add(Examples.observed(NOON, Examples.row(1, 0, 0.5)));
        byte[] slice = counter.take().get(0);

        assertThat(codec.decode(slice)).isPresent();
        assertThat(new SliceCodec(wideProfile(2), HOURLY.length()).decode(slice))
                .isEmpty();
        assertThat(new SliceCodec(profile, HOURLY.length().multipliedBy(2)).decode(slice))
                .isEmpty();
    }

    @Test
    void refusesBytesThatAreNoCounts() {
        var counter = new RowCounter(profile, HOURLY);
        counter.add(Examples.observed(NOON, Examples.row(1, 0, 0.5)));
        byte[] sound = counter.take().get(0);
        var damaged = new ArrayList<byte[]>(List.of(new byte[0], new byte[] {9}, new byte[20]));
        for (int length = 0; length < sound.length; length++) {
            damaged.add(Arrays.copyOf(sound, length));
        }
        damaged.add(Arrays.copyOf(sound, sound.length + 1));

        for (byte[] bytes : damaged) {
            assertThatIllegalArgumentException().isThrownBy(() -> codec.decode(bytes));
        }
    }
}
