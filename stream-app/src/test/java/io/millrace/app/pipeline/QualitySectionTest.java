package io.millrace.app.pipeline;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.drift.outcome.QualityKind;
import io.millrace.drift.quality.Measure;
import io.millrace.drift.quality.QualityLimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QualitySectionTest {
    private static final String OUTCOMES =
            "outcomes: { topic: outcomes, schema: outcome.avsc, id: id, label: %s, within: 10d }\n";
    private static final String OUTCOME = """
            {"type": "record", "name": "Outcome", "fields": [
              {"name": "id", "type": "string"},
              {"name": "fraud", "type": ["null", "boolean"], "default": null},
              {"name": "loss", "type": "double"}
            ]}
            """;

    private final Path folder;

    QualitySectionTest(@TempDir Path parent) {
        this.folder = parent.resolve("transactions");
    }

    @BeforeEach
    void writeFolder() throws IOException {
        PipelineFixture.write(folder);
        Files.writeString(folder.resolve("outcome.avsc"), OUTCOME);
        // what became of an event is `label`, so that no field of it may be called so
        Files.writeString(
                folder.resolve("transaction.avsc"), PipelineFixture.TRANSACTION.replace("\"label\"", "\"note\""));
    }

    private Pipeline read(String outcomes, String quality) throws Exception {
        // `monitor` is the last section
        var yaml = PipelineFixture.YAML.replace("features:\n", outcomes + "features:\n") + quality;
        Files.writeString(folder.resolve("pipeline.yaml"), yaml);
        return PipelineFolder.read(folder);
    }

    @Test
    void isThereWithDefaultsWhereThereAreOutcomesOfWhichSomethingIsTrueOrFalse() throws Exception {
        var quality = requireNonNull(read(OUTCOMES.formatted("fraud"), "").quality());

        assertThat(quality.kind()).isEqualTo(QualityKind.CLASSIFICATION);
        assertThat(quality.window()).isEqualTo(Duration.ofDays(1));
        assertThat(quality.grace()).isEqualTo(Duration.ofHours(2));
        assertThat(quality.within()).isEqualTo(Duration.ofDays(10));
        assertThat(quality.hold()).isEqualTo(3);
        assertThat(quality.limits().limits()).isEmpty();
        assertThat(quality.limits().minPairs()).isEqualTo(100);
        assertThat(quality.baseline()).isEqualTo(3);
        assertThat(quality.worth().names()).isEmpty();
        assertThat(quality.by()).isEmpty();
        assertThat(quality.segmentAlerts()).isFalse();
    }

    @Test
    void isRegressionWhereTheLabelIsANumber() throws Exception {
        assertThat(requireNonNull(read(OUTCOMES.formatted("loss"), "").quality())
                        .kind())
                .isEqualTo(QualityKind.REGRESSION);
        assertThat(requireNonNull(read(OUTCOMES.formatted("loss"), "  quality: { kind: classification }\n")
                                .quality())
                        .kind())
                .isEqualTo(QualityKind.CLASSIFICATION);
    }

    @Test
    void isNotThereWithoutOutcomesNorWhereItIsNotWanted() throws Exception {
        assertThat(read("", "").quality()).isNull();
        assertThat(read(OUTCOMES.formatted("fraud"), "  quality: false\n").quality())
                .isNull();
    }

    @Test
    void readsEverythingThatIsThere() throws Exception {
        var quality = requireNonNull(read(OUTCOMES.formatted("fraud"), """
                          quality:
                            window: 7d
                            within: 3d
                            hold: 1
                            min-pairs: 20
                            baseline: 5
                            limits: { auc: 0.8, log-loss: { worse-by: 0.1 } }
                            business:
                              saved: "label && answer ? amount : 0.0"
                        """).quality());

        assertThat(quality.window()).isEqualTo(Duration.ofDays(7));
        assertThat(quality.within()).isEqualTo(Duration.ofDays(3));
        assertThat(quality.hold()).isEqualTo(1);
        assertThat(quality.limits().minPairs()).isEqualTo(20);
        assertThat(quality.baseline()).isEqualTo(5);
        assertThat(quality.limits().limits())
                .containsExactly(
                        QualityLimit.at(Measure.ROC_AUC, 0.8), QualityLimit.worseThanReference(Measure.LOG_LOSS, 0.1));
        assertThat(quality.worth().names()).containsExactly("saved");
        assertThat(quality.worth().forOneThread().columns()).containsExactly("amount", "label");
    }

    @Test
    void splitsByFeaturesAndByWhatIsCarriedAlong() throws Exception {
        var quality = requireNonNull(
                read(OUTCOMES.formatted("fraud"), "  quality: { by: [terminal_id, night], segment-alerts: true }\n")
                        .quality());

        assertThat(quality.by()).containsExactly("terminal_id", "night");
        assertThat(quality.segmentAlerts()).isTrue();
    }

    @Test
    void saysWhatItCannotSplitByAndInWhichLine() {
        assertThatThrownBy(() -> read(OUTCOMES.formatted("fraud"), """
                          quality:
                            by:
                              - amount
                              - version
                              - variant
                              - model_version
                              - event_id
                              - terminl_id
                              - night
                              - night
                            segment-alerts: often
                        """))
                .isInstanceOf(InvalidPipelineException.class)
                .hasMessageContaining(
                        "42: monitor.quality.by[0]: a field to split by must be a string, an enum, a boolean, an int or a long")
                .hasMessageContaining("43: monitor.quality.by[1]: quality is told for each version and variant anyway")
                .hasMessageContaining("44: monitor.quality.by[2]: quality is told for each version and variant anyway")
                .hasMessageContaining("45: monitor.quality.by[3]: quality is told for each version and variant anyway")
                .hasMessageContaining("46: monitor.quality.by[4]: must be a feature, or one of predictions.carry,"
                        + " was \"event_id\"")
                .hasMessageContaining("47: monitor.quality.by[5]: must be a feature, or one of predictions.carry,"
                        + " was \"terminl_id\", did you mean \"terminal_id\"?")
                .hasMessageContaining("49: monitor.quality.by[7]: is there twice: \"night\"")
                .hasMessageContaining("50: monitor.quality.segment-alerts: ");
    }

    @Test
    void saysEverythingThatIsWrong() {
        assertThatThrownBy(() -> read(OUTCOMES.formatted("fraud"), """
                          quality:
                            kind: ranking
                            within: 11d
                            limits: { auk: 0.8, rmse: 2, log-loss: { worse-by: -1 } }
                            business:
                              first: "amuont * 2.0"
                              second: "amount + 1"
                            colour: red
                        """))
                .isInstanceOf(InvalidPipelineException.class)
                .hasMessageContaining("monitor.quality.kind: must be classification or regression, was \"ranking\"")
                .hasMessageContaining("monitor.quality.within: must be from 1ms to 10d")
                .hasMessageContaining("monitor.quality.limits.auk: there is no such measure, did you mean \"auc\"?")
                .hasMessageContaining("monitor.quality.limits.rmse: is no measure of classification")
                .hasMessageContaining("monitor.quality.limits.log-loss: must not be negative, was -1.0")
                .hasMessageContaining("monitor.quality.business.first: unknown field 'amuont'")
                .hasMessageContaining("monitor.quality.business.second: found no matching overload")
                .hasMessageContaining("monitor.quality.colour: unknown key");
    }

    @Test
    void needsOutcomes() {
        assertThatThrownBy(() -> read("", "  quality: { hold: 1 }\n"))
                .isInstanceOf(InvalidPipelineException.class)
                .hasMessageContaining("monitor.quality: quality is known by outcomes, and the pipeline has none");
    }
}
