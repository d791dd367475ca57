package io.millrace.app.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class InTimeTest {
    private static final TopicPartition SLOW = new TopicPartition("slow", 0);
    private static final TopicPartition FAST = new TopicPartition("fast", 0);

    private final Map<TopicPartition, Long> since = new HashMap<>(Map.of(SLOW, 0L, FAST, 0L));
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none") {
        @Override
        public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(Map<TopicPartition, Long> times) {
            var found = new HashMap<TopicPartition, OffsetAndTimestamp>();
            since.forEach((partition, offset) -> found.put(partition, new OffsetAndTimestamp(offset, 0)));
            return found;
        }
    };

    InTimeTest() {
        for (var partition : List.of(SLOW, FAST)) {
            consumer.updatePartitions(
                    partition.topic(),
                    List.of(new PartitionInfo(partition.topic(), 0, Node.noNode(), new Node[0], new Node[0])));
            consumer.updateBeginningOffsets(Map.of(partition, 0L));
        }
    }

    private void add(TopicPartition partition, long offset, long millis) {
        consumer.addRecord(new ConsumerRecord<>(
                partition.topic(),
                0,
                offset,
                millis,
                TimestampType.CREATE_TIME,
                0,
                0,
                new byte[0],
                new byte[0],
                new RecordHeaders(),
                Optional.empty()));
    }

    private void ends(long slow, long fast) {
        consumer.updateEndOffsets(Map.of(SLOW, slow, FAST, fast));
    }

    private InTime open() {
        return InTime.open(consumer, List.of("slow", "fast"), 5, 1);
    }

    private static List<Long> times(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream().map(ConsumerRecord::timestamp).toList();
    }

    @Test
    void recordsComeByTheirTimeWhicheverTopicTheyAreOf() {
        ends(2, 2);
        try (var topics = open()) {
            add(SLOW, 0, 10);
            add(SLOW, 1, 30);
            add(FAST, 0, 20);
            add(FAST, 1, 40);

            assertThat(times(topics.poll(Duration.ZERO))).containsExactly(10L, 20L, 30L, 40L);
        }
    }

    @Test
    void nothingOvertakesAPartitionThatHasMore() {
        ends(1, 2);
        try (var topics = open()) {
            add(FAST, 0, 20);
            add(FAST, 1, 40);
            assertThat(topics.poll(Duration.ZERO)).isEmpty();

            add(SLOW, 0, 30);

            assertThat(times(topics.poll(Duration.ZERO))).containsExactly(20L, 30L, 40L);
        }
    }

    @Test
    void beginsBeforeTheFirstRecordOfATime() {
        ends(10, 10);
        since.put(SLOW, 7L);
        since.remove(FAST);
        try (var topics = open()) {
            assertThat(consumer.position(SLOW)).isEqualTo(6);
            assertThat(consumer.position(FAST)).as("nothing is as young").isEqualTo(9);
            assertThat(topics.poll(Duration.ZERO)).isEmpty();
        }
    }

    @Test
    void aTopicThatDoesNotExistIsToldAndNothingStaysOpen() {
        ends(0, 0);
        assertThatThrownBy(() -> InTime.open(consumer, List.of("slow", "none"), 5, 1))
                .isInstanceOf(KafkaException.class)
                .hasMessageContaining("none");
        assertThat(consumer.closed()).isTrue();
    }
}
