package io.millrace.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sandbox.command.TemporaryFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pipeline that is stopped in the middle of its stream and goes on. */
@SuppressWarnings("try") // a runtime is there to run, not to be asked
class RestartIT {
    private static final Path TRANSACTIONS = Path.of("../pipelines/transactions");
    /** One partition, so that events by terminal come in one order, too, and every column can be compared. */
    private static final int PARTITIONS = 1;

    private KafkaUnderTest kafka;

    @BeforeEach
    void start() throws Exception {
        kafka = KafkaUnderTest.start();
    }

    @AfterEach
    void stop() {
        kafka.close();
    }

    @Test
    void stateOutlivesARestartAndTheLossOfItsFolder(@TempDir Path state, @TempDir Path files) throws Exception {
        try (var stand = new Stand(kafka.bootstrap(), TRANSACTIONS, 3_000, PARTITIONS)) {
            stand.publish(1_000);
            try (var runtime = stand.start(state)) {
                stand.readOutcomes(300);
            }
            stand.publish(1_000);
            try (var runtime = stand.start(state)) {
                stand.readOutcomes(1_300);
            }
            var published = stand.publishAll();
            TemporaryFolder.delete(state);
            try (var runtime = stand.start(state)) {
                stand.settle();
            }

            var tally = stand.readToTheEnd();
            assertThat(published.events()).isPositive();
            assertThat(tally.missing()).isZero();
            assertThat(tally.duplicated()).isZero();
            assertThat(tally.unexpected()).isZero();
            var columns = new ArrayList<>(stand.pipeline().featureNames());
            columns.addAll(List.of("score", "label"));
            stand.assertReplayed(files, columns);
        }
    }

    /** The check itself is checked: a Ledger that never complains would pass everything above. */
    @Test
    void anApplicationThatHasForgottenWhatItReadIsReported(@TempDir Path before, @TempDir Path after) throws Exception {
        try (var stand = new Stand(kafka.bootstrap(), TRANSACTIONS, 400, PARTITIONS)) {
            stand.publishAll();
            try (var runtime = stand.start(before)) {
                stand.settle();
            }
            var sound = stand.readToTheEnd();
            forget("millrace-transactions-score");

            try (var runtime = stand.start(after)) {
                stand.readPredictions(2 * sound.predictions());
            }

            assertThat(sound.duplicated()).isZero();
            assertThat(stand.readToTheEnd().duplicated()).isEqualTo(sound.events());
        }
    }

    /** Deletes the group and the internal topics of an application, as if it had never run. */
    private void forget(String application) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
            admin.deleteConsumerGroups(List.of(application)).all().get();
            var internal = admin.listTopics().names().get().stream()
                    .filter(topic -> topic.startsWith(application))
                    .toList();
            assertThat(internal).isNotEmpty();
            admin.deleteTopics(internal).all().get();
        }
    }
}
