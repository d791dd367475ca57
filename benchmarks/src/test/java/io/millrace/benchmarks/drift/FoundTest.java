package io.millrace.benchmarks.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FoundTest {
    private final Found found = new Found("default", 2);

    private void calm(int windows) {
        IntStream.range(0, windows).forEach(window -> found.calm(0));
    }

    @Test
    void noneInThreeThousandWindowsIsJustLessThanOneInAThousand() {
        calm(2_995);
        assertThat(found.falseAlarmsPerThousandAtMost()).isCloseTo(1.00, within(0.001));
        assertThat(found.meetsTarget()).isEqualTo("perhaps");
        calm(5);
        assertThat(found.meetsTarget()).isEqualTo("yes");
    }

    @Test
    void boundsArePoissons() {
        calm(998);
        found.calm(1);
        found.calm(1);
        assertThat(found.falseAlarmsPerThousand()).isEqualTo(2);
        assertThat(found.falseAlarmsPerThousandAtMost()).isCloseTo(6.296, within(0.001));
        assertThat(found.meetsTarget()).isEqualTo("no");
    }

    @Test
    void whatWasNeverFoundComesAfterEverythingThatWas() {
        for (int delay : new int[] {4, Found.NEVER, 2, 3}) {
            found.drift("mean", delay);
        }
        assertThat(found.within("mean", 0.5)).isEqualTo(3);
        assertThat(found.within("mean", 0.75)).isEqualTo(4);
        assertThat(found.within("mean", 0.9)).isEqualTo(Found.NEVER);
        assertThat(found.shareNeverFound("mean")).isEqualTo(0.25);
    }
}
