package io.millrace.drift.window;

import static io.millrace.drift.window.Examples.HOUR;
import static io.millrace.drift.window.Examples.HOURLY;
import static io.millrace.drift.window.Examples.MINUTE;
import static io.millrace.drift.window.Examples.NOON;
import static io.millrace.drift.window.Examples.observed;
import static io.millrace.drift.window.Examples.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PartitionWindowsTest {
    private static final long CLOSING = NOON + HOUR + 10 * MINUTE;

    private final PartitionWindows windows = empty();

    @Test
    void putARowIntoTheWindowOfItsEventTime() {
        assertThat(add(NOON)).hasValue(NOON);
        assertThat(add(NOON - 1)).hasValue(NOON - HOUR);
        assertThat(windows.rows(NOON).rows()).isEqualTo(1);
    }

    @Test
    void takeALateRowUntilTheirGraceIsOver() {
        add(CLOSING - 1);

        assertThat(add(NOON)).hasValue(NOON);
    }

    @Test
    void refuseALateRowOnceTheirGraceIsOver() {
        add(NOON);
        add(CLOSING);

        assertThat(add(NOON + HOUR - 1)).isEmpty();
        assertThat(windows.rows(NOON).rows()).isEqualTo(1);
    }

    @Test
    void alwaysTakeARowThatTrailsTheLatestByTheGrace() {
        add(CLOSING - 1);

        assertThat(add(CLOSING - 1 - 10 * MINUTE)).hasValue(NOON);
    }

    @Test
    void tellOfEachChangeOnce() {
        add(NOON);
        add(NOON + HOUR);
        add(NOON + 1);

        assertThat(windows.takeChanges())
                .extracting(PartitionWindows.Change::startMillis, PartitionWindows.Change::added)
                .containsExactly(tuple(NOON, 2L), tuple(NOON + HOUR, 1L));
        assertThat(windows.takeChanges()).isEmpty();
    }

    @Test
    void dropAWindowOnceItIsClosed() {
        add(NOON);
        add(CLOSING - 1);
        assertThat(windows.dropClosed()).isEmpty();

        add(CLOSING);

        assertThat(windows.dropClosed()).containsExactly(NOON);
        assertThat(windows.dropClosed()).isEmpty();
    }

    @Test
    void goOnAfterARestartWhereTheyWere() {
        add(NOON);
        add(CLOSING - 1);

        var restarted = empty();
        restarted.restore(NOON, windows.rows(NOON));
        restarted.restore(NOON + HOUR, windows.rows(NOON + HOUR));

        assertThat(restarted.watermark()).isEqualTo(OptionalLong.of(CLOSING - 1));
        assertThat(restarted.add(observed(NOON, row(1, 0, 0.25), "7"))).hasValue(NOON);
        assertThat(restarted.takeChanges())
                .extracting(PartitionWindows.Change::startMillis, PartitionWindows.Change::added)
                .containsExactly(tuple(NOON, 1L), tuple(NOON + HOUR, 0L));
        assertThat(restarted.rows(NOON).rows()).isEqualTo(2);
    }

    @Test
    void knowNothingBeforeTheFirstRow() {
        assertThat(windows.watermark()).isEmpty();
        assertThat(windows.takeChanges()).isEmpty();
        assertThat(windows.dropClosed()).isEmpty();
    }

    private OptionalLong add(long eventTimeMillis) {
        return windows.add(observed(eventTimeMillis, row(1, 0, 0.25), "7"));
    }

    private static PartitionWindows empty() {
        return new PartitionWindows(HOURLY, () -> WindowAccumulator.of(Examples.profile()));
    }
}
