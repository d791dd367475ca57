package io.millrace.app.topology;

import static io.millrace.app.topology.Payments.CLOCK;
import static io.millrace.app.topology.Payments.NOON;
import static io.millrace.app.topology.Payments.PIPELINE;
import static io.millrace.app.topology.Payments.payment;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.model.TestModels;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.pipeline.ShippedPipelines;
import io.millrace.app.runtime.PipelineDriver;
import io.millrace.schemas.deadletter.DeadLetter;
import io.millrace.schemas.deadletter.DeadLetterHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadLettersTest {
    private static final byte[] KEY = "c1".getBytes(UTF_8);
    private static final byte[] GARBAGE = {7, 7, 7};

    private final Path folder;

    DeadLettersTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void tellEverythingOfTheRecord() {
        try (var pipeline = new PipelineDriver(PIPELINE, CLOCK, folder)) {
            pipeline.event(payment("tx-1", NOON, "c1", "m1", 30));
            var headers = new RecordHeaders().add("trace", new byte[] {1, 2}).add("empty", null);
            pipeline.pipe("transactions", KEY, GARBAGE, headers);

            var record = only(pipeline);
            assertThat(record.key()).isEqualTo("c1");
            assertThat(record.headers()).isEqualTo(headers);
            var letter = record.value();
            assertThat(letter.getPipeline()).isEqualTo("transactions");
            assertThat(letter.getStage()).isEqualTo("contract");
            assertThat(letter.getReason()).isEqualTo("malformed");
            assertThat(letter.getDetail()).isNotBlank();
            assertThat(letter.getTopic()).isEqualTo("transactions");
            assertThat(letter.getPartition()).isZero();
            assertThat(letter.getOffset()).isEqualTo(1);
            assertThat(letter.getTimestamp()).isEqualTo(PipelineDriver.PUBLISHED);
            assertThat(letter.getKey()).isEqualTo(ByteBuffer.wrap(KEY));
            assertThat(letter.getValue()).isEqualTo(ByteBuffer.wrap(GARBAGE));
            assertThat(letter.getHeaders())
                    .containsExactly(
                            new DeadLetterHeader("trace", ByteBuffer.wrap(new byte[] {1, 2})),
                            new DeadLetterHeader("empty", null));
            assertThat(letter.getFailedAt()).isEqualTo(CLOCK.instant());
        }
    }

    @Test
    void areNotPredictedAndDoNotStopWhatFollows() {
        try (var pipeline = new PipelineDriver(PIPELINE, CLOCK, folder)) {
            pipeline.pipe("transactions", KEY, null, new RecordHeaders());
            pipeline.pipe("transactions", null, GARBAGE, new RecordHeaders());
            pipeline.event(payment("tx-1", NOON, "c1", "m1", 30));
            pipeline.event(payment("tx-1", NOON, "c1", "m1", 30));

            assertThat(pipeline.predictions()).extracting(TestRecord::key).containsExactly("tx-1");
            assertThat(pipeline.deadLetters())
                    .extracting(letter -> letter.value().getReason())
                    .containsExactly("null-value", "malformed", "duplicate");
        }
    }

    @Test
    void ofReferencesNameTheirStage() {
        try (var pipeline = new PipelineDriver(PIPELINE, CLOCK, folder)) {
            pipeline.pipe("customers", KEY, GARBAGE, new RecordHeaders());

            var letter = only(pipeline).value();
            assertThat(letter.getStage()).isEqualTo("reference");
            assertThat(letter.getReason()).isEqualTo("malformed");
            assertThat(letter.getTopic()).isEqualTo("customers");
        }
    }

    @Test
    void holdAsManyBytesAsFitIntoATopic() {
        try (var pipeline = new PipelineDriver(PIPELINE, CLOCK, folder)) {
            pipeline.pipe("transactions", KEY, garbage(DeadLetterForm.MOST_BYTES - 4), new RecordHeaders());

            assertThat(only(pipeline).value().getValue().remaining()).isEqualTo(DeadLetterForm.MOST_BYTES - 4);
        }
    }

    @Test
    void ofOneByteMoreAreToldByTheirPlace() {
        try (var pipeline = new PipelineDriver(PIPELINE, CLOCK, folder)) {
            pipeline.pipe("transactions", KEY, garbage(DeadLetterForm.MOST_BYTES - 3), new RecordHeaders());

            assertToldByItsPlace(only(pipeline));
        }
    }

    /** Key and headers are in the record and again in its value: half of the limit is too much for either. */
    @ParameterizedTest
    @CsvSource({"450001, 0", "0, 450001"})
    void countKeyAndHeadersTwice(int keyBytes, int headerBytes) {
        try (var pipeline = new PipelineDriver(PIPELINE, CLOCK, folder)) {
            var headers = new RecordHeaders().add("h", garbage(headerBytes));
            pipeline.pipe("transactions", garbage(keyBytes), GARBAGE, headers);

            assertToldByItsPlace(only(pipeline));
        }
    }

    private static void assertToldByItsPlace(TestRecord<String, DeadLetter> record) {
        var letter = record.value();
        assertThat(record.key()).isNull();
        assertThat(record.headers()).isEmpty();
        assertThat(letter.getKey()).isNull();
        assertThat(letter.getValue()).isNull();
        assertThat(letter.getHeaders()).isEmpty();
        assertThat(letter.getReason()).isEqualTo("too-large");
        assertThat(letter.getDetail()).contains("too many to copy");
        assertThat(letter.getTopic()).isEqualTo("transactions");
        assertThat(letter.getOffset()).isZero();
    }

    /** The model is the logarithm of its first feature: NaN below zero, infinite at zero. */
    @ParameterizedTest
    @CsvSource({"-1.0, NaN", "0.0, -Infinity"})
    void takeTheEventsThatTheModelHasNoNumberFor(double amount, String answer) throws IOException {
        try (var pipeline = new PipelineDriver(logarithm(), CLOCK, folder.resolve("state"))) {
            pipeline.event(payment("tx-1", NOON, "c1", "m1", amount));

            assertThat(pipeline.predictions()).isEmpty();
            var record = only(pipeline);
            assertThat(record.key()).isEqualTo("c1");
            var letter = record.value();
            assertThat(letter.getStage()).isEqualTo("score");
            assertThat(letter.getReason()).isEqualTo("score-not-finite");
            assertThat(letter.getDetail()).contains(answer);
            assertThat(letter.getValue().array())
                    .isEqualTo(pipeline.encode("transactions", payment("tx-1", NOON, "c1", "m1", amount)));
        }
    }

    @Test
    void areNotMadeOfEventsWhoseScoreIsFinite() throws IOException {
        try (var pipeline = new PipelineDriver(logarithm(), CLOCK, folder.resolve("state"))) {
            pipeline.event(payment("tx-1", NOON, "c1", "m1", 1));

            assertThat(pipeline.predictions().get(0).value().get("score")).isEqualTo(0.0);
            assertThat(pipeline.deadLetters()).isEmpty();
        }
    }

    private Pipeline logarithm() throws IOException {
        var files = folder.resolve("pipeline");
        Files.createDirectories(files.resolve("model"));
        Files.copy(
                ShippedPipelines.folder("transactions").resolve("transaction.avsc"), files.resolve("transaction.avsc"));
        Files.copy(TestModels.folder().resolve("logarithm.onnx"), files.resolve("model/logarithm.onnx"));
        Files.writeString(files.resolve("pipeline.yaml"), """
                name: transactions
                events: { topic: transactions, schema: transaction.avsc, id: transaction_id, time: tx_time, key: customer_id }
                features:
                  - values: { amount: amount, night: hour(tx_time) <= 6 }
                  - { by: customer_id, over: [1d], compute: { cust_avg: mean(amount) } }
                model: { source: model/, score: 'logarithms[0]', threshold: 0.5 }
                """);
        Files.writeString(files.resolve("model/model.yaml"), """
                name: logarithm
                version: 1
                file: logarithm.onnx
                sha256: %s
                input: features
                features: [amount, night, cust_avg_1d]
                golden: [{ row: [1, 1, 1], score: 0 }]
                """.formatted(TestModels.sha256("logarithm")));
        return ShippedPipelines.at(files);
    }

    private static TestRecord<String, DeadLetter> only(PipelineDriver pipeline) {
        var letters = pipeline.deadLetters();
        assertThat(letters).hasSize(1);
        return letters.get(0);
    }

    private static byte[] garbage(int length) {
        var bytes = new byte[length];
        Arrays.fill(bytes, (byte) 7);
        return bytes;
    }
}
