package io.millrace.app.published;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.app.pipeline.ShippedPipelines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Replays of C-MAPSS FD001 score as well as was published, and as the models' manifests say. */
class TurbofanTest {
    private static final double TOLERANCE = 1e-3;
    private static final long WHATEVER = Long.MAX_VALUE;
    private static final long CLIPPED = 125;

    private static final List<String> SENSORS =
            List.of("s2", "s3", "s4", "s7", "s8", "s9", "s11", "s12", "s13", "s14", "s15", "s17", "s20", "s21");

    private final Path folder;

    TurbofanTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @CsvSource({"plain, linear_regression", "clipped, linear_regression_target_clipped_125", "lags, ", "lags-clipped, "
    })
    void scoresAsWellAsItsManifestSaysAndAsWasPublished(String pipeline, @Nullable String publishedAs)
            throws Exception {
        var data = SharedData.folder("cmapss-fd001");
        var model = requireNonNull(ShippedPipelines.read("turbofan/" + pipeline).model());
        var stated = model.manifest().training();

        double training = trainingError(pipeline, data);
        double test = testError(pipeline, data);

        assertThat(training).isCloseTo(Double.parseDouble(stated.get("figures.trainRmse")), within(TOLERANCE));
        assertThat(test).isCloseTo(Double.parseDouble(stated.get("figures.testRmse")), within(TOLERANCE));
        if (publishedAs != null) {
            var published = new ObjectMapper()
                    .readTree(data.resolve("published.json").toFile())
                    .get(publishedAs);
            assertThat(training).isCloseTo(published.get("train_rmse").asDouble(), within(TOLERANCE));
            assertThat(test).isCloseTo(published.get("test_rmse").asDouble(), within(TOLERANCE));
        }
    }

    /** Over all rows; every unit fails after its last cycle. */
    private double trainingError(String pipeline, Path data) throws Exception {
        long most = pipeline.endsWith("clipped") ? CLIPPED : WHATEVER;
        var rows = scored(pipeline, data.resolve("train.csv.gz"));
        var lastCycles = new HashMap<Long, Long>();
        rows.forEach(row -> lastCycles.merge(row.whole("event_id"), row.whole("cycle"), Math::max));
        var errors = rows.stream()
                .mapToDouble(row -> {
                    long left = lastCycles.get(row.whole("event_id")) - row.whole("cycle");
                    return row.number("score") - Math.min(most, left);
                })
                .toArray();
        assertThat(errors).hasSize(20_631);
        return rootOfMeanSquare(errors);
    }

    /** Over the last cycle of each unit; how many were left was published with the data. */
    private double testError(String pipeline, Path data) throws Exception {
        var last = new HashMap<Long, Csv.Row>();
        for (var row : scored(pipeline, data.resolve("test.csv.gz"))) {
            last.merge(
                    row.whole("event_id"),
                    row,
                    (one, other) -> one.whole("cycle") > other.whole("cycle") ? one : other);
        }
        var left = Csv.rows(data.resolve("rul.csv"));
        assertThat(left).hasSize(100);
        assertThat(last).hasSize(100);
        return rootOfMeanSquare(left.stream()
                .mapToDouble(unit -> last.get(unit.whole("unit")).number("score") - unit.number("rul"))
                .toArray());
    }

    private static double rootOfMeanSquare(double[] errors) {
        return Math.sqrt(
                DoubleStream.of(errors).map(error -> error * error).average().orElseThrow());
    }

    private List<Csv.Row> scored(String pipeline, Path cycles) throws Exception {
        var out = folder.resolve("scored.csv");
        Commands.replay(ShippedPipelines.folder("turbofan/" + pipeline), List.of(cycles), out, "--sort");
        return Csv.rows(out);
    }

    @Test
    void theReadingBeforeIsTheSameUnitsAndMissingInItsFirstCycle() throws Exception {
        var lines = new ArrayList<>(List.of("unit,cycle," + String.join(",", SENSORS)));
        for (int unit = 1; unit <= 3; unit++) {
            for (int cycle = 1; cycle <= 4; cycle++) {
                lines.add(unit + "," + cycle + ("," + (100 * unit + cycle)).repeat(SENSORS.size()));
            }
        }
        var cycles = Files.write(folder.resolve("cycles.csv"), lines);

        var comparison = new Comparison();
        for (var row : scored("lags", cycles)) {
            long unit = row.whole("event_id");
            long cycle = row.whole("cycle");
            double before = cycle == 1 ? Double.NaN : 100 * unit + cycle - 1;
            comparison.exactly(unit + " " + cycle, "s21_before", row.number("s21_before"), before);
        }
        comparison.assertAllEqual(12);
    }
}
