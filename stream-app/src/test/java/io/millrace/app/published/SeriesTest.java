package io.millrace.app.published;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Count, mean and standard deviation over windows of sensor readings are those of the readings in each window. */
class SeriesTest {
    private static final Map<String, Duration> LASTING = Map.of("1h", Duration.ofHours(1), "1d", Duration.ofDays(1));
    private static final int LATEST = 10;

    /** The value, and three measures over three windows. */
    private static final int COMPARED = 10;

    /** Of the largest value in a window: the digits that a sum of some hundred doubles keeps. */
    private static final double RELATIVE = 1e-12;

    private final Path folder;
    private final Comparison comparison = new Comparison();

    SeriesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private record Reading(long timeMillis, double value) {}

    @Test
    void ofThePublishedSeriesOfTheNumentaAnomalyBenchmark() throws Exception {
        var file = SharedData.folder("nab").resolve("series.csv.gz");

        compare(file, List.of(file), 52, 303_264, "--sort");
    }

    @Test
    void ofSensorsWhoseClocksRepeatTimesOrArePutBackOrHaveGaps() throws Exception {
        var file = Fixtures.edges("series.csv");

        compare(file, filePerSensor(file), 5, 960);
    }

    /** The same readings in files that are in order as far as the pipeline's lateness reaches. */
    private List<Path> filePerSensor(Path file) throws Exception {
        var lines = new LinkedHashMap<String, List<String>>();
        Csv.each(file, row -> lines.computeIfAbsent(
                        row.text("file"), name -> new ArrayList<>(List.of("file,timestamp,value")))
                .add(String.join(",", row.cells())));
        var files = new ArrayList<Path>();
        for (var ofSensor : lines.entrySet()) {
            files.add(Files.write(folder.resolve(ofSensor.getKey() + ".csv"), ofSensor.getValue()));
        }
        return files;
    }

    private void compare(Path file, List<Path> events, int sensors, int readings, String... options) throws Exception {
        var out = folder.resolve("features.csv");
        var all = new ArrayList<>(List.of("--features-only"));
        all.addAll(List.of(options));
        Commands.replay(Fixtures.pipeline("series"), events, out, all.toArray(String[]::new));
        var replayed = new LinkedHashMap<String, List<Csv.Row>>();
        Csv.each(out, row -> replayed.computeIfAbsent(row.text("event_id"), name -> new ArrayList<>())
                .add(row));

        var series = series(file);
        assertThat(series).hasSize(sensors);
        assertThat(replayed).hasSize(sensors);
        series.forEach((name, ofSensor) -> compare(name, ofSensor, replayed.get(name)));

        comparison.assertAllEqual(readings * COMPARED);
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
            var where = name + " " + i;
            comparison.exactly(
                    where,
                    "value",
                    replayed.get(i).number("value"),
                    readings.get(i).value());
            for (var window : LASTING.entrySet()) {
                long afterMillis =
                        readings.get(i).timeMillis() - window.getValue().toMillis();
                int first = i;
                while (first > 0 && readings.get(first - 1).timeMillis() > afterMillis) {
                    first--;
                }
                compare(where, window.getKey(), readings.subList(first, i + 1), replayed.get(i));
            }
            compare(where, "last" + LATEST, readings.subList(Math.max(0, i + 1 - LATEST), i + 1), replayed.get(i));
        }
    }

    private void compare(String where, String window, List<Reading> readings, Csv.Row replayed) {
        int count = readings.size();
        double sum = 0;
        double largest = 0;
        for (var reading : readings) {
            sum += reading.value();
            largest = Math.max(largest, Math.abs(reading.value()));
        }
        double mean = sum / count;
        double squares = 0;
        for (var reading : readings) {
            squares += (reading.value() - mean) * (reading.value() - mean);
        }
        double spread = count < 2 ? Double.NaN : Math.sqrt(squares / (count - 1));
        double tolerance = RELATIVE * largest;
        comparison.exactly(where, "n_" + window, replayed.number("n_" + window), count);
        comparison.within(tolerance, where, "average_" + window, replayed.number("average_" + window), mean);
        comparison.within(tolerance, where, "spread_" + window, replayed.number("spread_" + window), spread);
    }
}
