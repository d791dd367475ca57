package io.millrace.app.drift;

import static io.millrace.app.drift.Statistics.statistic;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.drift.MonitoredWindow.Segment;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MonitoredWindowTest {
    /** Partition by partition, so not in the order of time. */
    private static final List<GenericRecord> TOLD = List.of(
            statistic("a", 1, 0.1),
            statistic("a", 3, 0.3),
            statistic("b", 1, 0.2),
            statistic("b", 2, 0.2),
            statistic("b", 3, 0.4),
            statistic("a", 2, 0.2),
            statistic("a", 4, 0.9, "version", "7"));

    private static List<String> window(@Nullable String at, @Nullable Segment segment) {
        var window = new MonitoredWindow(at == null ? null : Instant.parse(at), segment);
        TOLD.forEach(window::add);
        return window.statistics().stream()
                .flatMap(record ->
                        Stream.of(record.get("feature") + " " + (Long) record.get("window_start") / 3_600_000))
                .toList();
    }

    @Test
    void theLastOneIsOfAllPredictions() {
        assertThat(window(null, null)).containsExactlyInAnyOrder("a 3", "b 3");
    }

    @Test
    void aWindowHoldsItsStartAndNotItsEnd() {
        assertThat(window("1970-01-01T02:00:00Z", null)).containsExactlyInAnyOrder("a 2", "b 2");
        assertThat(window("1970-01-01T02:59:59.999Z", null)).containsExactlyInAnyOrder("a 2", "b 2");
    }

    @Test
    void aSegmentIsOfItsOwnPredictions() {
        assertThat(window(null, new Segment("version", "7"))).containsExactly("a 4");
        assertThat(window(null, new Segment("version", "8"))).isEmpty();
    }

    @Test
    void thereMayBeNone() {
        assertThat(window("1970-01-01T09:00:00Z", null)).isEmpty();
    }
}
