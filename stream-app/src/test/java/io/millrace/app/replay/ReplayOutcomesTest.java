package io.millrace.app.replay;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.app.pipeline.Part;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.pipeline.PipelineFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of outcomes beside files of events. */
class ReplayOutcomesTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-06-01T00:00:00Z"), ZoneOffset.UTC);

    private static final List<String> PAYMENTS = List.of(
            "payment_id,at,terminal",
            "a,2026-03-01T12:00:00Z,m1",
            "b,2026-03-02T11:59:59.999Z,m1",
            "c,2026-03-02T12:00:00Z,m1",
            "d,2026-03-03T12:00:00Z,m1",
            "e,2026-03-03T12:00:00Z,m2");

    @TempDir
    private Path folder;

    private Pipeline pipeline;
    private Path events;

    @BeforeEach
    void payments() throws Exception {
        pipeline = PipelineFolder.read(Path.of("src/test/resources/pipelines/outcomes"), EnumSet.noneOf(Part.class));
        events = Files.write(folder.resolve("events.csv"), PAYMENTS);
    }

    private Path outcomes(String name, String... rows) throws Exception {
        return Files.writeString(
                folder.resolve(name), "payment_id,fraud,reported_at\n" + String.join("\n", rows) + "\n");
    }

    private Replay.Summary replay(ReplayOptions options, Path... outcomes) throws Exception {
        try (var source = FileSource.open(
                        List.of(events), pipeline.definitions().event().schema());
                var table = OutcomeTable.open(
                        List.of(outcomes), requireNonNull(pipeline.plan().learnt()))) {
            return new Replay(pipeline, CLOCK)
                    .run(new Replay.Inputs(source, Map.of(), table), options, (rows, done, total) -> {});
        }
    }

    private ReplayOptions toFile() {
        return ReplayOptions.to(folder.resolve("out.csv"), false);
    }

    /** {@code known} and {@code frauds} of every payment. */
    private List<String> counts() throws Exception {
        return Files.readAllLines(folder.resolve("out.csv")).stream()
                .skip(1)
                .map(row -> row.split(",", -1))
                .map(cells -> cells[0] + " " + cells[2] + " " + cells[3])
                .toList();
    }

    @Test
    void anOutcomeCountsForEventsFromTheMillisecondOnAtWhichItWasKnown() throws Exception {
        var summary = replay(toFile(), outcomes("o.csv", "a,true,2026-03-02T12:00:00Z"));

        assertThat(counts()).containsExactly("a 0 0", "b 0 0", "c 1 1", "d 1 1", "e 0 0");
        assertThat(summary).isEqualTo(new Replay.Summary(5, 1, 5, new java.util.TreeMap<>()));
    }

    @Test
    void outcomesMayComeInAnyOrderAndInSeveralFiles() throws Exception {
        replay(
                toFile(),
                outcomes("o1.csv", "c,true,2026-03-03T00:00:00Z", "a,true,2026-03-02T00:00:00Z"),
                outcomes("o2.csv", "b,false,2026-03-02T12:00:00.001Z"));

        assertThat(counts()).containsExactly("a 0 0", "b 1 1", "c 1 1", "d 3 2", "e 0 0");
    }

    @Test
    void oneOfWhichNobodySaysWhenItWasKnownIsKnownToTheNextEvent() throws Exception {
        replay(toFile(), outcomes("o.csv", "c,true,", "a,true,"));

        assertThat(counts()).containsExactly("a 0 0", "b 1 1", "c 1 1", "d 2 2", "e 0 0");
    }

    @Test
    void oneWithoutItsEventIsCountedAndFailsNothing() throws Exception {
        var summary = replay(toFile(), outcomes("o.csv", "z,true,2026-03-02T11:00:00Z", "a,true,2026-03-02T12:00:00Z"));

        assertThat(counts()).contains("c 1 1");
        assertThat(summary.rejected()).containsExactly(Map.entry("no-event", 1L));
    }

    @Test
    void aSecondOneOfAnEventIsABadRow() throws Exception {
        var file = outcomes("o.csv", "a,true,2026-03-02T00:00:00Z", "a,false,2026-03-02T01:00:00Z");

        assertThatThrownBy(() -> replay(toFile(), file))
                .isInstanceOf(BadRowException.class)
                .hasMessageStartingWith(file + ": row 2: duplicate-outcome:");
        assertThat(folder.resolve("out.csv")).doesNotExist();
    }

    @Test
    void badRowsArePutAsideWithTheRest() throws Exception {
        var bad = folder.resolve("bad.csv");
        var file = outcomes(
                "o.csv", "a,perhaps,2026-03-02T00:00:00Z", "b,,2026-03-02T13:00:00Z", "c,true,2026-03-02T13:00:00Z");

        var summary = replay(toFile().puttingAside(bad), file);

        assertThat(counts()).contains("d 1 1");
        assertThat(summary.outcomes()).isEqualTo(3);
        assertThat(summary.events()).isEqualTo(5);
        assertThat(Files.readString(bad))
                .contains(file + ",1,malformed,", file + ",2,missing-label,")
                .doesNotContain(file + ",3");
    }

    @Test
    void aTableMaySayOfEveryEventWhatBecameOfItHoweverLateThatWasKnown() throws Exception {
        replay(
                toFile().withOutcomes(),
                outcomes("o.csv", "a,true,2026-03-08T00:00:00Z", "b,false,2026-03-02T12:00:00Z", "c,true,"));

        assertThat(Files.readAllLines(folder.resolve("out.csv")))
                .first()
                .asString()
                .endsWith(",outcome,outcome_time");
        assertThat(truths())
                .containsExactly(
                        "a true 2026-03-08T00:00:00Z", "b false 2026-03-02T12:00:00Z", "c true ", "d  ", "e  ");
        assertThat(counts()).startsWith("a 0 0", "b 0 0"); // features know no more than they did
    }

    @Test
    void whatBecameKnownTooLateIsNotSaid() throws Exception {
        var within = requireNonNull(pipeline.plan().learnt()).within();
        var last = Instant.parse("2026-03-01T12:00:00Z").plus(within);
        var bad = folder.resolve("bad.csv");

        replay(toFile().withOutcomes().puttingAside(bad), outcomes("o.csv", "a,true," + last));
        assertThat(truths()).contains("a true " + last);

        replay(toFile().withOutcomes().puttingAside(bad), outcomes("o.csv", "a,true," + last.plusMillis(1)));
        assertThat(truths()).contains("a  ");
    }

    private List<String> truths() throws Exception {
        return Files.readAllLines(folder.resolve("out.csv")).stream()
                .skip(1)
                .map(row -> row.split(",", -1))
                .map(cells -> cells[0] + " " + cells[cells.length - 2] + " " + cells[cells.length - 1])
                .toList();
    }
}
