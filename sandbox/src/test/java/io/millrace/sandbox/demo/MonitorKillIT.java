package io.millrace.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.command.Millrace;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a monitor says does not depend on whether it lives. */
class MonitorKillIT {
    private static final int KILLS = 5;

    @TempDir
    private Path temporary;

    private final List<String> looked = new ArrayList<>();

    @Test
    void statisticsAndAlertsAreThoseOfAnUndisturbedRunHoweverOftenTheMonitorIsKilled() throws Exception {
        try (var stand = new MonitorStand(temporary)) {
            var undisturbed = stand.run(0, this::look);
            var killed = stand.run(KILLS, MonitorStand.Looker.NONE);

            assertThat(undisturbed.statistics()).hasSizeGreaterThan(100);
            assertThat(undisturbed.alerts()).isNotEmpty();
            assertThat(killed.openWindows()).hasSize(KILLS).doesNotContain(false);
            assertThat(killed.statistics()).isEqualTo(undisturbed.statistics());
            assertThat(killed.alerts()).isEqualTo(undisturbed.alerts());
        }
        assertThat(looked.get(0))
                .contains("Window: from 2026-01-05T", "against a profile of 5000 rows", "features drifted")
                .containsPattern("signal +psi +[0-9.]+ +\\S+ +0.2500 +yes +mean [12]\\.")
                .containsPattern("other +psi +[0-9.]+ +\\S+ +0.2500 +no ");
        assertThat(looked.get(1)).contains("Window: from 2026-01-05T03:00:00Z", "No drift: 0 of 4 features drifted");
        assertThat(looked.get(2)).containsPattern("RAISED +psi of signal is ");
        assertThat(temporary.resolve("window.html")).content().contains("\"title\":\"Drift of watched\"");
    }

    private void look(List<String> place) {
        var html = temporary.resolve("window.html").toString();
        looked.add(millrace(3, List.of("drift", "window"), place, List.of("--html", html)));
        looked.add(millrace(0, List.of("drift", "window"), place, List.of("--at", "2026-01-05T03:15:00Z")));
        looked.add(millrace(3, List.of("alerts"), place, List.of()));
    }

    /** What a command says that ends with a status. */
    private static String millrace(int status, List<String> command, List<String> place, List<String> options) {
        var out = new StringWriter();
        var arguments = Stream.of(command, place, options).flatMap(List::stream).toArray(String[]::new);
        int ended = Millrace.commandLine().setOut(new PrintWriter(out)).execute(arguments);
        assertThat(ended).as(out.toString()).isEqualTo(status);
        return out.toString();
    }
}
