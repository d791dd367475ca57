package io.millrace.app.replay;

import static io.millrace.app.topology.Payments.NOON;
import static io.millrace.app.topology.Payments.PIPELINE;
import static io.millrace.app.topology.Payments.payment;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.app.files.UnsuitableFileException;
import io.millrace.drift.profile.ScoreCalibration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoredTableTest {
    private final Path folder;
    private Path scored;

    ScoredTableTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** A customer's payments of 1, 2, 3 and 4 at 0, 59.999, 60 and 90 seconds. */
    @BeforeEach
    void replay() throws Exception {
        var events = Histories.write(
                folder.resolve("events.avro"),
                List.of(
                        payment("a", NOON, "c1", "m1", 1),
                        payment("b", NOON.plusMillis(59_999), "c1", "m1", 2),
                        payment("c", NOON.plusSeconds(60), "c1", "m1", 3),
                        payment("d", NOON.plusSeconds(90), "c1", "m1", 4)));
        scored = folder.resolve("scored.csv");
        Histories.replay(PIPELINE, List.of(events), ReplayOptions.to(scored, true));
    }

    private double meanAmount(Duration skip) throws Exception {
        return new ScoredTable(PIPELINE)
                .profile(scored, skip, 10)
                .features()
                .get(0)
                .mean();
    }

    @Test
    void profilesEveryRow() throws Exception {
        var profile = new ScoredTable(PIPELINE).profile(scored, Duration.ZERO, 10);

        assertThat(profile.pipeline()).isEqualTo("transactions");
        assertThat(profile.sampleSize()).isEqualTo(4);
        assertThat(profile.features().stream().map(feature -> feature.name()))
                .containsExactlyElementsOf(PIPELINE.featureNames());
        assertThat(profile.features().get(0).mean()).isEqualTo(2.5);
        assertThat(profile.features().get(1).missing()).as("unknown customer").isEqualTo(4);
        assertThat(profile.score().count()).isEqualTo(4);
        assertThat(profile.model().sha256())
                .isEqualTo(requireNonNull(PIPELINE.model()).manifest().sha256());
        assertThat(profile.chunks()).as("of four rows nothing is learnt").isZero();
    }

    @Test
    void countsTheRowAtTheEndOfWhatIsSkipped() throws Exception {
        assertThat(meanAmount(Duration.ofSeconds(60))).isEqualTo(3.5);
    }

    @Test
    void leavesOutTheRowOneMillisecondBefore() throws Exception {
        assertThat(meanAmount(Duration.ofMillis(60_001))).isEqualTo(4);
        assertThat(meanAmount(Duration.ofMillis(59_999))).isEqualTo(3);
    }

    @Test
    void refusesToProfileNothing() {
        assertThatThrownBy(() -> meanAmount(Duration.ofDays(1)))
                .isInstanceOf(UnsuitableFileException.class)
                .hasMessageContaining("no row");
    }

    @Test
    void refusesATableWithoutScores() throws Exception {
        Files.writeString(scored, "event_id,event_time\na,2026-03-01T12:00:00Z\n");

        assertThatThrownBy(() -> meanAmount(Duration.ZERO))
                .isInstanceOf(UnsuitableFileException.class)
                .hasMessageContaining("score");
    }

    /**
     * Scores, and what became of the events where anybody knows, as a table with a column more than was replayed.
     *
     * @param outcomes by row, the first again after the last
     */
    private List<String[]> label(int payments, String... outcomes) throws Exception {
        var events = Histories.write(
                folder.resolve("many.avro"),
                IntStream.range(0, payments)
                        .mapToObj(i -> payment("p" + i, NOON.plusSeconds(i), "c" + i % 7, "m1", i * 37 % 400))
                        .toList());
        Histories.replay(PIPELINE, List.of(events), ReplayOptions.to(scored, true));
        var lines = Files.readAllLines(scored);
        var header = List.of(lines.get(0).split(",", -1));
        var labelled = new ArrayList<>(List.of(lines.get(0) + ",outcome"));
        var pairs = new ArrayList<String[]>();
        for (int i = 1; i < lines.size(); i++) {
            var outcome = outcomes[(i - 1) % outcomes.length];
            labelled.add(lines.get(i) + "," + outcome);
            pairs.add(new String[] {lines.get(i).split(",", -1)[header.indexOf("score")], outcome});
        }
        Files.write(scored, labelled);
        return pairs;
    }

    @Test
    void learnsHowOftenScoresAreRightFromTheRowsWhoseOutcomeIsKnown() throws Exception {
        var known = label(60, "true", "", "false", "false").stream()
                .filter(pair -> !pair[1].isEmpty())
                .toList();

        var profile = new ScoredTable(PIPELINE).profile(scored, Duration.ZERO, 10, "outcome");

        assertThat(profile.sampleSize()).isEqualTo(60);
        var calibration = requireNonNull(profile.calibration());
        assertThat(calibration.rows()).isEqualTo(45);
        assertThat(calibration.positives()).isEqualTo(15);
        assertThat(calibration)
                .isEqualTo(ScoreCalibration.fit(
                        known.stream()
                                .mapToDouble(pair -> Double.parseDouble(pair[0]))
                                .toArray(),
                        known.stream()
                                .mapToInt(pair -> Boolean.parseBoolean(pair[1]) ? 1 : 0)
                                .toArray()));
        assertThat(calibration.isNeeded()).as("a third of any scores is right").isTrue();
        assertThat(profile)
                .as("nothing else depends on labels")
                .isEqualTo(new ScoredTable(PIPELINE)
                        .profile(scored, Duration.ZERO, 10)
                        .withCalibration(calibration));
    }

    @Test
    void learnsFromTheRowsThatAreNotSkipped() throws Exception {
        label(60, "true", "", "false", "false");

        var profile = new ScoredTable(PIPELINE).profile(scored, Duration.ofSeconds(20), 10, "outcome");

        assertThat(requireNonNull(profile.calibration()).rows()).isEqualTo(30);
    }

    @Test
    void refusesLabelsOfWhichNothingCanBeLearnt() throws Exception {
        label(60, "true");
        assertThatLabel("outcome").hasMessageContaining("of 60 labels 60 are positive: both kinds are needed");
        assertThatLabel("label")
                .hasMessageContaining("column label is the prediction's own: it does not say what became of the event");
        assertThatLabel("amount").hasMessageContaining("column amount must be true or false, 1 or 0, was ");
        assertThatLabel("fraud").hasMessageContaining("fraud");
        label(60, "true", "false", "false", "maybe");
        assertThatLabel("outcome").hasMessageContaining("column outcome").hasMessageContaining("maybe");
        label(8, "true", "false");
        assertThatLabel("outcome").hasMessageContaining("too few rows to say whether scores are probabilities");
    }

    private AbstractThrowableAssert<?, ?> assertThatLabel(String column) {
        return assertThatThrownBy(() -> new ScoredTable(PIPELINE).profile(scored, Duration.ZERO, 10, column))
                .isInstanceOf(UnsuitableFileException.class);
    }
}
