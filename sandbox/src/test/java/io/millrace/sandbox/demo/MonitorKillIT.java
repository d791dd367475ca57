package io.millrace.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a monitor says does not depend on whether it lives. */
class MonitorKillIT {
    private static final int KILLS = 5;

    @TempDir
    private Path temporary;

    @Test
    void statisticsAndAlertsAreThoseOfAnUndisturbedRunHoweverOftenTheMonitorIsKilled() throws Exception {
        try (var stand = new MonitorStand(temporary)) {
            var undisturbed = stand.run(0);
            var killed = stand.run(KILLS);

            assertThat(undisturbed.statistics()).hasSizeGreaterThan(100);
            assertThat(undisturbed.alerts()).isNotEmpty();
            assertThat(killed.openWindows()).hasSize(KILLS).doesNotContain(false);
            assertThat(killed.statistics()).isEqualTo(undisturbed.statistics());
            assertThat(killed.alerts()).isEqualTo(undisturbed.alerts());
        }
    }
}
