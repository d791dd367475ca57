package io.millrace.app.replay;

import static io.millrace.app.topology.Payments.CLOCK;
import static io.millrace.app.topology.Payments.NOON;
import static io.millrace.app.topology.Payments.payment;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.audit.Columns;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.runtime.PipelineDriver;
import io.millrace.app.topology.LogarithmPipeline;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How far rows lie outside of the profile is the same in a replay as it is live. */
class OutliersEqualLiveTest {
    private final Path folder;

    OutliersEqualLiveTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Pipeline pipeline(String outliers) throws Exception {
        return LogarithmPipeline.in(folder.resolve("pipeline"), "", outliers);
    }

    private static List<GenericRecord> events() {
        var events = new ArrayList<GenericRecord>();
        for (int i = 0; i < 40; i++) {
            events.add(payment("tx-" + i, NOON.plusSeconds(i), "c" + i, "m1", 1 + 37.3 * i));
        }
        return events;
    }

    private Replay.Summary replay(Pipeline pipeline, Path out) throws Exception {
        var history = Histories.write(folder.resolve("events.avro"), events());
        return Histories.replay(
                pipeline, List.of(history), ReplayOptions.to(out, true).puttingAside(folder.resolve("bad.csv")));
    }

    @Test
    void aReplayWritesTheOutlierScoreBesideTheScore() throws Exception {
        var pipeline = pipeline(", outliers: 10, reasons: 1");
        var live = new ArrayList<Object>();
        try (var running = new PipelineDriver(pipeline, CLOCK, folder.resolve("state"))) {
            events().forEach(running::event);
            running.predictions()
                    .forEach(prediction -> live.add(prediction.value().get("outlier_score")));
        }

        replay(pipeline, folder.resolve("scored.csv"));

        var schema = new ReplayTable(pipeline, true).schema();
        assertThat(schema.getFields().stream().map(Schema.Field::name))
                .containsSubsequence("score", "label", "outlier_score", "reason_1", "reason_1_contribution");
        var replayed = Histories.read(folder.resolve("scored.csv"), schema);
        assertThat(live).hasSize(40).contains(0.0, 16.5);
        assertThat(replayed).extracting(row -> row.get("outlier_score")).isEqualTo(live);
        assertThat(replayed).allMatch(row -> row.get("reason_1") != null);
    }

    @Test
    void rowsThatNoModelIsToSeeArePutAsideByBoth() throws Exception {
        var pipeline = pipeline(", outliers: { limit: 10, quarantine: true }");
        int quarantined;
        try (var running = new PipelineDriver(pipeline, CLOCK, folder.resolve("state"))) {
            events().forEach(running::event);
            quarantined = running.quarantined().size();
        }

        var summary = replay(pipeline, folder.resolve("scored.csv"));

        assertThat(quarantined).isBetween(10, 39);
        assertThat(summary.rejected()).isEqualTo(Map.of("outlier", (long) quarantined));
    }

    @Test
    void featuresAloneHaveNone() throws Exception {
        var schema = new ReplayTable(pipeline(", outliers: 10"), false).schema();

        assertThat(schema.getField("outlier_score")).isNull();
    }

    @Test
    void aComparisonWithWhatWasPredictedLooksAtThem() throws Exception {
        assertThat(Columns.of(pipeline(", outliers: 10"), Set.of()).all()).contains("outlier_score");
    }

    @Test
    void aPipelineThatDoesNotAskHasNone() throws Exception {
        var pipeline = pipeline("");

        assertThat(new ReplayTable(pipeline, true).schema().getField("outlier_score"))
                .isNull();
        assertThat(Columns.of(pipeline, Set.of()).all()).doesNotContain("outlier_score");
    }
}
