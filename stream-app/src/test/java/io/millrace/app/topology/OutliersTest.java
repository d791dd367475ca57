package io.millrace.app.topology;

import static io.millrace.app.topology.Payments.CLOCK;
import static io.millrace.app.topology.Payments.NOON;
import static io.millrace.app.topology.Payments.payment;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.model.TestModels;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.pipeline.ShippedPipelines;
import io.millrace.app.runtime.PipelineDriver;
import io.millrace.drift.profile.FeatureType;
import io.millrace.drift.profile.ProfileBuilder;
import io.millrace.drift.profile.ProfileJson;
import io.millrace.drift.profile.ProfiledModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
        var files = folder.resolve("pipeline");
        Files.createDirectories(files.resolve("model"));
        Files.copy(
                ShippedPipelines.folder("transactions").resolve("transaction.avsc"), files.resolve("transaction.avsc"));
        Files.copy(TestModels.folder().resolve("logarithm.onnx"), files.resolve("model/logarithm.onnx"));
        Files.writeString(files.resolve("profile.json"), profile());
        Files.writeString(files.resolve("pipeline.yaml"), """
                name: transactions
                events: { topic: transactions, schema: transaction.avsc, id: transaction_id, time: tx_time, key: customer_id }
                features:
                  - values: { amount: amount, night: hour(tx_time) <= 6 }
                  - { by: customer_id, over: [1d], compute: { cust_nb: count() } }
                model: { source: model/, score: 'logarithms[0]', threshold: 0.5, outliers: %s }
                monitor: { profile: profile.json, window: 1d }
                """.formatted(outliers));
        Files.writeString(files.resolve("model/model.yaml"), """
                name: logarithm
                version: 1
                file: logarithm.onnx
                sha256: %s
                input: features
                features: [amount, night, cust_nb_1d]
                golden: [{ row: [1, 1, 1], score: 0 }]
                """.formatted(TestModels.sha256("logarithm")));
        return ShippedPipelines.at(files);
    }

    private static String profile() {
        var profile = new ProfileBuilder(
                "transactions",
                new ProfiledModel("logarithm", "1", TestModels.sha256("logarithm")),
                List.of(
                        new ProfileBuilder.Feature("amount", FeatureType.DOUBLE),
                        new ProfileBuilder.Feature("night", FeatureType.BOOLEAN),
                        new ProfileBuilder.Feature("cust_nb_1d", FeatureType.LONG)));
        for (int i = 0; i < 100; i++) {
            profile.add(new double[] {i, i % 2, 1 + i % 5}, Math.log(1 + i));
        }
        return ProfileJson.write(profile.build("a hundred rows made by a test"));
    }
}
