package io.millrace.drift.window;

import static io.millrace.drift.window.Examples.HOUR;
import static io.millrace.drift.window.Examples.HOURLY;
import static io.millrace.drift.window.Examples.MINUTE;
import static io.millrace.drift.window.Examples.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TumblingWindowsTest {
    @Test
    void includeTheirStartAndExcludeTheirEnd() {
        assertThat(HOURLY.startOf(NOON)).isEqualTo(NOON);
        assertThat(HOURLY.startOf(NOON - 1)).isEqualTo(NOON - HOUR);
        assertThat(HOURLY.endOf(NOON)).isEqualTo(NOON + HOUR);
    }

    @Test
    void areAlignedBefore1970Too() {
        assertThat(HOURLY.startOf(-1)).isEqualTo(-HOUR);
    }

    @Test
    void areClosedOnceTheWatermarkHasReachedTheirEndPlusTheGrace() {
        long closing = NOON + HOUR + 10 * MINUTE;

        assertThat(HOURLY.closedUntil(closing - 1)).isEqualTo(NOON);
        assertThat(HOURLY.closedUntil(closing)).isEqualTo(NOON + HOUR);
    }

    @Test
    void cannotBeEmptyNorHaveANegativeGrace() {
        assertThatIllegalArgumentException().isThrownBy(() -> new TumblingWindows(Duration.ZERO, Duration.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TumblingWindows(Duration.ofHours(1), Duration.ofMillis(-1)));
    }
}
