package io.millrace.app.pipeline;

import io.millrace.app.model.TestModels;
import io.millrace.drift.profile.FeatureType;
import io.millrace.drift.profile.ProfileBuilder;
import io.millrace.drift.profile.ProfileJson;
import io.millrace.drift.profile.ProfiledModel;
import io.millrace.drift.profile.ReferenceProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A folder with everything a pipeline can have, without mistake. */
final class PipelineFixture {
    static final String YAML = """
            name: transactions
            events:
              topic: transactions
              schema: transaction.avsc
              id: transaction_id
              time: tx_time
              key: customer_id
              lateness: 2h
              skew: 1m
              deduplicate: 1h
              expect:
                amount-is-sane: amount >= 0.0 && amount < 1000000.0
            reference:
              customer: { topic: customers, key: customer_id, schema: customer.avsc }
            features:
              - values:
                  amount: amount
                  night: hour(tx_time) <= 6 && customer.country != ""
              - by: customer_id
                over: [1d]
                delay: 1h
                compute: { cust_avg: mean(amount) }
            model:
              source: model/
              score: probabilities[1]
              threshold: 0.5
            predictions:
              topic: scored
              carry: [customer_id, terminal_id]
            monitor:
              profile: profile.json
              window: 1d
              grace: 2h
              warm-up: 8d
              hold: 3
              psi: 0.2
              mean-shift: 0.5
              missing-share: 0.05
            """;

    static final String MODEL_YAML = """
            name: fraud
            version: 3
            file: fraud.onnx
            sha256: %s
            input: features
            features: [amount, night, cust_avg_1d]
            golden:
              - { row: [12.5, 0, 10], score: 0.278032541 }
            """.formatted(TestModels.sha256("logistic"));

    static final String TRANSACTION = """
            {"type": "record", "name": "Transaction", "fields": [
              {"name": "transaction_id", "type": "string"},
              {"name": "tx_time", "type": {"type": "long", "logicalType": "timestamp-millis"}},
              {"name": "customer_id", "type": "string"},
              {"name": "terminal_id", "type": "string"},
              {"name": "amount", "type": "double"},
              {"name": "label", "type": ["null", "boolean"], "default": null}
            ]}
            """;

    private static final String CUSTOMER = """
            {"type": "record", "name": "Customer", "fields": [
              {"name": "customer_id", "type": "string"},
              {"name": "country", "type": "string"},
              {"name": "since", "type": ["null", {"type": "long", "logicalType": "timestamp-millis"}], "default": null}
            ]}
            """;

    static final ReferenceProfile PROFILE = profile();

    private PipelineFixture() {}

    private static ReferenceProfile profile() {
        var profile = new ProfileBuilder(
                "transactions",
                new ProfiledModel("fraud", "3", TestModels.sha256("logistic")),
                List.of(
                        new ProfileBuilder.Feature("amount", FeatureType.DOUBLE),
                        new ProfileBuilder.Feature("night", FeatureType.BOOLEAN),
                        new ProfileBuilder.Feature("cust_avg_1d", FeatureType.DOUBLE)));
        for (int i = 0; i < 100; i++) {
            profile.add(new double[] {i, i % 2, 50}, i / 100.0);
        }
        return profile.build("a hundred rows made by a test");
    }

    /** Writes the folder. */
    static void write(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("model"));
        Files.writeString(folder.resolve("pipeline.yaml"), YAML);
        Files.writeString(folder.resolve("transaction.avsc"), TRANSACTION);
        Files.writeString(folder.resolve("customer.avsc"), CUSTOMER);
        Files.writeString(folder.resolve("profile.json"), ProfileJson.write(PROFILE));
        Files.writeString(folder.resolve("model/model.yaml"), MODEL_YAML);
        Files.copy(TestModels.folder().resolve("logistic.onnx"), folder.resolve("model/fraud.onnx"));
    }

    /** Writes a model of one feature into the folder. */
    static void writeLight(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("light"));
        Files.writeString(folder.resolve("light/model.yaml"), """
                name: light
                version: 1
                file: light.onnx
                sha256: %s
                input: features
                features: [cust_avg_1d]
                golden:
                  - { row: [1], score: 0.25 }
                """.formatted(TestModels.sha256("light")));
        Files.copy(TestModels.folder().resolve("light.onnx"), folder.resolve("light/light.onnx"));
    }
}
