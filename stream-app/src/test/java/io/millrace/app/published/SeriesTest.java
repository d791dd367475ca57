package io.millrace.app.published;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Count, mean and standard deviation over windows of sensor readings are those of the readings in each window. */
class SeriesTest {
    private static final Map<String, Duration> LASTING = Map.of("1h", Duration.ofHours(1), "1d", Duration.ofDays(1));
    private static final int LATEST = 10;

    /** Three measures over three windows. */
    private static final int FEATURES = 9;

    /** Of the largest value in a window: the digits that a sum of some hundred doubles keeps. */
    private static final double RELATIVE = 1e-9;

    private final Path folder;
    private final Comparison comparison = new Comparison();

    SeriesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private record Reading(long timeMillis, double value) {}

    @Test
    void ofThePublishedSeriesOfTheNumentaAnomalyBenchmark() throws Exception {
        compare(SharedData.folder("nab").resolve("series.csv.gz"), 52, 303_264);
    }

    @Test
    void ofSensorsWhoseClocksRepeatTimesOrArePutBackOrHaveGaps() throws Exception {
        compare(Fixtures.edges("series.csv"), 5, 960);
    }

    private void compare(Path file, int sensors, int readings) throws Exception {
        var out = folder.resolve("features.csv");
        Commands.replay(Fixtures.pipeline("series"), List.of(file), out, "--features-only");
        var replayed = new LinkedHashMap<String, List<Csv.Row>>();
        Csv.each(out, row -> replayed.computeIfAbsent(row.text("event_id"), name -> new ArrayList<>())
                .add(row));

        var series = series(file);
        assertThat(series).hasSize(sensors);
        assertThat(replayed).hasSize(sensors);
        series.forEach((name, ofSensor) -> compare(name, ofSensor, replayed.get(name)));

        comparison.assertAllEqual(readings * FEATURES);
    }

    /** Readings by sensor, by time; of equal times in the order of the file. */
    private static Map<String, List<Reading>> series(Path file) throws Exception {
        var series = new LinkedHashMap<String, List<Reading>>();
        Csv.each(file, row -> {
            var time = LocalDateTime.parse(row.text("timestamp").replace(' ', 'T'));
            series.computeIfAbsent(row.text("file"), name -> new ArrayList<>())
                    .add(new Reading(time.toInstant(ZoneOffset.UTC).toEpochMilli(), row.number("value")));
        });
        series.values().forEach(readings -> readings.sort(Comparator.comparingLong(Reading::timeMillis)));
        return series;
    }

    private void compare(String name, List<Reading> readings, List<Csv.Row> replayed) {
        assertThat(replayed).hasSameSizeAs(readings);
        for (int i = 0; i < readings.size(); i++) {
            assertThat(replayed.get(i).number("value"))
                    .isEqualTo(readings.get(i).value());
            for (var window : LASTING.entrySet()) {
                long afterMillis =
                        readings.get(i).timeMillis() - window.getValue().toMillis();
                int first = i;
                while (first > 0 && readings.get(first - 1).timeMillis() > afterMillis) {
                    first--;
                }
                compare(name + " " + i, window.getKey(), readings.subList(first, i + 1), replayed.get(i));
            }
            int first = Math.max(0, i + 1 - LATEST);
            compare(name + " " + i, "last" + LATEST, readings.subList(first, i + 1), replayed.get(i));
        }
    }

    private void compare(String where, String window, List<Reading> readings, Csv.Row replayed) {
        var values = readings.stream().mapToDouble(Reading::value).toArray();
        int count = values.length;
        double mean = DoubleStream.of(values).sum() / count;
        double squares =
                DoubleStream.of(values).map(x -> (x - mean) * (x - mean)).sum();
        double spread = count < 2 ? Double.NaN : Math.sqrt(squares / (count - 1));
        double tolerance =
                RELATIVE * DoubleStream.of(values).map(Math::abs).max().orElseThrow();
        comparison.exactly(where + " n_" + window, replayed.number("n_" + window), count);
        comparison.within(tolerance, where + " average_" + window, replayed.number("average_" + window), mean);
        comparison.within(tolerance, where + " spread_" + window, replayed.number("spread_" + window), spread);
    }
}
