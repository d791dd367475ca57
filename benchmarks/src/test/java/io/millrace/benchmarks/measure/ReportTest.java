package io.millrace.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final Machine MACHINE = new Machine(2, 24_000, "Some VM 17", "Linux 6 amd64");

    private static Report report(boolean quick) {
        return new Report(
                "layout",
                Instant.parse("2026-11-21T10:00:00.5Z"),
                quick,
                MACHINE,
                Map.of("events", 1_000),
                List.of(
                        new Figure("ours", "events/s", Distribution.of(DoubleStream.of(1_000, 3_000, 2_000))),
                        new Figure("ours / theirs", Figure.RATIO, Distribution.of(5), Goal.atLeast(5)),
                        new Figure("state", "bytes", Distribution.of(24.01), Goal.atMost(24))));
    }

    @Test
    void aTableShowsMediansQuartilesAndWhatWasWanted() {
        assertThat(ReportTable.of(report(false)).lines())
                .containsExactly(
                        "layout: events 1000",
                        "               median      quartiles  unit      target",
                        "ours            2,000  1,500 - 2,500  events/s",
                        "ours / theirs    5.00                 ratio     >= 5.00 met",
                        "state            24.0                 bytes     <= 24.0 MISSED",
                        "2 cores, 23 GiB, Some VM 17, Linux 6 amd64; 2026-11-21T10:00:00Z");
    }

    @Test
    void aQuickRunSaysThatItsFiguresMeanNothing() {
        assertThat(ReportTable.of(report(true))).contains("mean nothing");
        assertThat(ReportTable.of(report(false))).doesNotContain("mean nothing");
    }

    @Test
    void jsonHasEveryMeasurementAndTheMachine() throws Exception {
        var json = new ObjectMapper().readTree(ReportJson.of(report(false)));

        assertThat(json.at("/machine/cores").intValue()).isEqualTo(2);
        assertThat(json.at("/machine/memoryMebibytes").intValue()).isEqualTo(24_000);
        assertThat(json.at("/figures/0/values").size()).isEqualTo(3);
        assertThat(json.at("/figures/0/median").doubleValue()).isEqualTo(2_000);
        assertThat(json.at("/figures/0").has("target")).isFalse();
        assertThat(json.at("/figures/1/target").textValue()).isEqualTo(">= 5.0");
        assertThat(json.at("/figures/1/met").booleanValue()).isTrue();
        assertThat(json.at("/figures/2/met").booleanValue()).isFalse();
    }
}
