package io.millrace.app.replay;

import static io.millrace.app.topology.Payments.NOON;
import static io.millrace.app.topology.Payments.PIPELINE;
import static io.millrace.app.topology.Payments.payment;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.app.files.UnsuitableFileException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
}
