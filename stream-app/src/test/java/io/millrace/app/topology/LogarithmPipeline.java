package io.millrace.app.topology;

import io.millrace.app.model.TestModels;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.pipeline.ShippedPipelines;
import io.millrace.drift.profile.FeatureType;
import io.millrace.drift.profile.ProfileBuilder;
import io.millrace.drift.profile.ProfileJson;
import io.millrace.drift.profile.ProfiledModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A pipeline over payments of which the model is the logarithm of the amount. Amounts from 0 to 99 are ordinary. */
public final class LogarithmPipeline {
    private LogarithmPipeline() {}

    /**
     * Writes and reads it.
     *
     * @param folder that is not there yet
     * @param events more of section {@code events}, such as {@code , rate: { ... }}
     * @param model more of section {@code model}
     */
    public static Pipeline in(Path folder, String events, String model) throws Exception {
        Files.createDirectories(folder.resolve("model"));
        Files.copy(
                ShippedPipelines.folder("transactions").resolve("transaction.avsc"),
                folder.resolve("transaction.avsc"));
        Files.copy(TestModels.folder().resolve("logarithm.onnx"), folder.resolve("model/logarithm.onnx"));
        Files.writeString(folder.resolve("profile.json"), profile());
        Files.writeString(folder.resolve("pipeline.yaml"), """
                name: transactions
                events: { topic: transactions, schema: transaction.avsc, id: transaction_id, time: tx_time, key: customer_id%s }
                features:
                  - values: { amount: amount, night: hour(tx_time) <= 6 }
                  - { by: customer_id, over: [1d], compute: { cust_nb: count() } }
                model: { source: model/, score: 'logarithms[0]', threshold: 0.5%s }
                monitor: { profile: profile.json, window: 1d }
                """.formatted(events, model));
        Files.writeString(folder.resolve("model/model.yaml"), """
                name: logarithm
                version: 1
                file: logarithm.onnx
                sha256: %s
                input: features
                features: [amount, night, cust_nb_1d]
                golden: [{ row: [1, 1, 1], score: 0 }]
                """.formatted(TestModels.sha256("logarithm")));
        return ShippedPipelines.at(folder);
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
