package io.millrace.app.topology;

import static io.millrace.app.topology.Payments.CLOCK;
import static io.millrace.app.topology.Payments.NOON;
import static io.millrace.app.topology.Payments.payment;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.runtime.PipelineDriver;
import java.nio.file.Path;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Amounts from 0 to 99 are ordinary; the model is the logarithm of the amount. */
class OutliersTest {
    private static final double FAR = 1_000;

    private final Path folder;

    OutliersTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void predictionsSayHowFarOutsideTheirRowsAre() throws Exception {
        try (var pipeline = new PipelineDriver(pipeline("10"), CLOCK, folder.resolve("state"))) {
            pipeline.event(payment("tx-1", NOON, "c1", "m1", 50));
            pipeline.event(payment("tx-2", NOON, "c1", "m1", FAR));

            assertThat(pipeline.predictions())
                    .extracting(prediction -> prediction.value().get("outlier_score"))
                    .containsExactly(0.0, 16.5);
            assertThat(pipeline.deadLetters()).isEmpty();
            assertThat(pipeline.quarantined()).isEmpty();
        }
    }

    @Test
    void outliersThatNoModelIsToSeeAreInQuarantineWithAllTheirBytes() throws Exception {
        try (var pipeline =
                new PipelineDriver(pipeline("{ limit: 10, quarantine: true }"), CLOCK, folder.resolve("state"))) {
            pipeline.event(payment("tx-1", NOON, "c1", "m1", FAR));
            pipeline.event(payment("tx-2", NOON, "c1", "m1", 50));
            pipeline.event(payment("tx-3", NOON, "c1", "m1", 0)); // a dead letter: it has no logarithm

            assertThat(pipeline.predictions()).extracting(TestRecord::key).containsExactly("tx-2");
            assertThat(pipeline.deadLetters())
                    .extracting(letter -> letter.value().getReason())
                    .containsExactly("score-not-finite");
            assertThat(pipeline.quarantined()).singleElement().satisfies(record -> {
                assertThat(record.key()).isEqualTo("c1");
                assertThat(record.value().getStage()).isEqualTo("score");
                assertThat(record.value().getReason()).isEqualTo("outlier");
                assertThat(record.value().getDetail()).isEqualTo("its outlier score is 16.50, more than 10.00");
                assertThat(record.value().getValue().array())
                        .isEqualTo(pipeline.encode("transactions", payment("tx-1", NOON, "c1", "m1", FAR)));
            });
        }
    }

    private Pipeline pipeline(String outliers) throws Exception {
        return LogarithmPipeline.in(folder.resolve("pipeline"), "", ", outliers: " + outliers);
    }
}
