package io.millrace.drift.window;

import static io.millrace.drift.window.Examples.HOUR;
import static io.millrace.drift.window.Examples.MINUTE;
import static io.millrace.drift.window.Examples.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlidingWindowsTest {
    private static final SlidingWindows EVERY_20_MINUTES =
            new SlidingWindows(Duration.ofHours(1), Duration.ofMinutes(20), Duration.ZERO);

    @Test
    void endWithEveryPaneThatTheyHold() {
        assertThat(EVERY_20_MINUTES.endsOver(List.of(NOON), Long.MIN_VALUE, NOON + HOUR))
                .containsExactly(NOON + 20 * MINUTE, NOON + 40 * MINUTE, NOON + HOUR);
        assertThat(EVERY_20_MINUTES.endsOver(List.of(NOON), NOON + 20 * MINUTE, NOON + 40 * MINUTE))
                .containsExactly(NOON + 40 * MINUTE);
        assertThat(EVERY_20_MINUTES.startOf(NOON + 20 * MINUTE)).isEqualTo(NOON - 40 * MINUTE);
    }

    @Test
    void needAPaneUntilTheLastWindowThatHoldsIt() {
        assertThat(EVERY_20_MINUTES.neededFrom(NOON + HOUR)).isEqualTo(NOON + 20 * MINUTE);
        assertThat(Examples.EVERY_HOUR.neededFrom(NOON + HOUR)).isEqualTo(NOON + HOUR);
    }

    @Test
    void tumbleWhereTheSlideIsTheLength() {
        assertThat(Examples.EVERY_HOUR.areTumbling()).isTrue();
        assertThat(Examples.EVERY_HOUR.panes()).isEqualTo(Examples.HOURLY);
        assertThat(Examples.EVERY_HOUR.endsOver(List.of(NOON, NOON + 2 * HOUR), Long.MIN_VALUE, Long.MAX_VALUE))
                .containsExactly(NOON + HOUR, NOON + 3 * HOUR);
        assertThat(EVERY_20_MINUTES.areTumbling()).isFalse();
    }

    @Test
    void refuseALengthThatIsNoMultipleOfTheSlide() {
        assertRefused(Duration.ofMinutes(60), Duration.ofMinutes(25));
        assertRefused(Duration.ofMinutes(60), Duration.ofMinutes(120));
        assertRefused(Duration.ofMinutes(101), Duration.ofMinutes(1));
        assertRefused(Duration.ofMinutes(1), Duration.ZERO);
    }

    private static void assertRefused(Duration length, Duration slide) {
        assertThatIllegalArgumentException().isThrownBy(() -> new SlidingWindows(length, slide, Duration.ZERO));
    }
}
