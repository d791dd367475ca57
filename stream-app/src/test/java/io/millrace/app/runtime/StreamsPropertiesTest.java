package io.millrace.app.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StreamsPropertiesTest {
    private static RunSettings settings(Role role, @Nullable String instance) {
        return new RunSettings("broker:9092", "http://registry", Path.of("state"), 0, 2, Set.of(role), instance, 0);
    }

    private static StreamsConfig configuration(Role role, @Nullable String instance) {
        return new StreamsConfig(StreamsProperties.of("payments", role, settings(role, instance)));
    }

    private static StreamsConfig configuration(RunSettings settings) {
        return new StreamsConfig(StreamsProperties.of("payments", Role.SCORE, settings));
    }

    @Test
    void processesExactlyOnce() {
        assertThat(configuration(Role.SCORE, null).getString(StreamsConfig.PROCESSING_GUARANTEE_CONFIG))
                .isEqualTo("exactly_once_v2");
    }

    @ParameterizedTest
    @CsvSource({"THROUGHPUT, 500, 20, 131072", "BALANCED, 100, 5, 65536", "LATENCY, 20, 0, 16384"})
    void waitsForNoLongerThanItIsTunedTo(Tuning tuning, long commitMillis, long lingerMillis, int batchBytes) {
        var configuration = configuration(settings(Role.SCORE, null).tunedFor(tuning));

        assertThat(configuration.getLong(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG))
                .isEqualTo(commitMillis);
        assertThat(configuration.getProducerConfigs("client"))
                .containsEntry(ProducerConfig.LINGER_MS_CONFIG, lingerMillis)
                .containsEntry(ProducerConfig.BATCH_SIZE_CONFIG, batchBytes);
    }

    @ParameterizedTest
    @EnumSource
    void aRowWaitsAQuarterOfTheTimeBetweenTwoCommitsAtMost(Tuning tuning) {
        assertThat(tuning.rowWait())
                .isPositive()
                .isLessThanOrEqualTo(tuning.commitInterval().dividedBy(4));
    }

    @Test
    void aMonitorCommitsOnceASecond() {
        assertThat(configuration(Role.MONITOR, null).getLong(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG))
                .isEqualTo(1_000);
    }

    @Test
    void onlyScoringLooksAfterRowsBetweenTwoPolls() {
        assertThat(configuration(Role.SCORE, null).getLong(StreamsConfig.POLL_MS_CONFIG))
                .isEqualTo(StreamsProperties.POLL_MILLIS);
        assertThat(configuration(Role.MONITOR, null).getLong(StreamsConfig.POLL_MS_CONFIG))
                .isEqualTo(100);
    }

    @Test
    void isTunedForSomethingInBetweenUnlessToldOtherwise() {
        assertThat(settings(Role.SCORE, null).tuning()).isEqualTo(Tuning.BALANCED);
    }

    @Test
    void refusesInternalResourcesWithoutAName() {
        assertThat(configuration(Role.SCORE, null)
                        .getBoolean(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG))
                .isTrue();
    }

    @Test
    void namesAnApplicationAfterItsPipelineAndRole() {
        assertThat(configuration(Role.SCORE, null).getString(StreamsConfig.APPLICATION_ID_CONFIG))
                .isEqualTo("millrace-payments-score");
        assertThat(configuration(Role.MONITOR, null).getString(StreamsConfig.APPLICATION_ID_CONFIG))
                .isEqualTo("millrace-payments-monitor");
    }

    @Test
    void takesWhatTheSettingsSay() {
        var configuration = configuration(Role.SCORE, null);

        assertThat(configuration.getList(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG))
                .containsExactly("broker:9092");
        assertThat(configuration.getInt(StreamsConfig.NUM_STREAM_THREADS_CONFIG))
                .isEqualTo(2);
        assertThat(configuration.getString(StreamsConfig.STATE_DIR_CONFIG)).isEqualTo("state");
    }

    @Test
    void boundsTheMemoryOfItsStores() {
        assertThat(configuration(Role.SCORE, null).getClass(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG))
                .isEqualTo(BoundedRocksDb.class);
    }

    @Test
    void readsANewTopicFromItsBeginning() {
        assertThat(consumer(configuration(Role.SCORE, null), 1))
                .containsEntry(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    }

    @Test
    void isAStaticMemberOnlyUnderAName() {
        assertThat(consumer(configuration(Role.SCORE, null), 1))
                .doesNotContainKey(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
    }

    @Test
    void isWaitedForOnlyUnderAName() {
        assertThat(consumer(configuration(Role.SCORE, null), 1))
                .containsEntry(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, StreamsProperties.SESSION_TIMEOUT_MILLIS);
        assertThat(consumer(configuration(Role.SCORE, "payments-0"), 1))
                .doesNotContainKey(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG);
    }

    @Test
    void isADifferentStaticMemberInEveryThread() {
        var configuration = configuration(Role.SCORE, "payments-0");

        assertThat(consumer(configuration, 1)).containsEntry(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, "payments-0-1");
        assertThat(consumer(configuration, 2)).containsEntry(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, "payments-0-2");
    }

    private static java.util.Map<String, Object> consumer(StreamsConfig configuration, int thread) {
        return configuration.getMainConsumerConfigs("group", "client", thread);
    }
}
