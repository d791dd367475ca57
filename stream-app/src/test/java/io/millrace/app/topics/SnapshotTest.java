package io.millrace.app.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class SnapshotTest {
    private static final TopicPartition ZERO = new TopicPartition("events", 0);
    private static final TopicPartition ONE = new TopicPartition("events", 1);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");

    /** A topic of two partitions that hold these offsets, from the first included to the second excluded. */
    private Snapshot open(long beginZero, long endZero, long beginOne, long endOne) {
        consumer.updatePartitions(
                "events",
                List.of(
                        new PartitionInfo("events", 0, Node.noNode(), new Node[0], new Node[0]),
                        new PartitionInfo("events", 1, Node.noNode(), new Node[0], new Node[0])));
        consumer.updateBeginningOffsets(Map.of(ZERO, beginZero, ONE, beginOne));
        consumer.updateEndOffsets(new HashMap<>(Map.of(ZERO, endZero, ONE, endOne)));
        return Snapshot.of(consumer, "events");
    }

    private void add(TopicPartition partition, long offset) {
        var value = (partition.partition() + "@" + offset).getBytes(StandardCharsets.UTF_8);
        consumer.addRecord(new ConsumerRecord<>("events", partition.partition(), offset, new byte[0], value));
    }

    private static List<String> read(Snapshot snapshot, int partition) {
        var read = new ArrayList<String>();
        for (var next = snapshot.peek(partition); next != null; next = snapshot.peek(partition)) {
            read.add(new String(next.value(), StandardCharsets.UTF_8));
            snapshot.advance(partition);
        }
        return read;
    }

    @Test
    void readsEveryPartitionFromItsBeginningToWhatWasItsEnd() {
        try (var snapshot = open(5, 8, 0, 1)) {
            assertThat(snapshot.partitions()).containsExactly(0, 1);
            for (long offset = 5; offset < 10; offset++) {
                add(ZERO, offset); // two of them added since
            }
            add(ONE, 0);

            assertThat(read(snapshot, 0)).containsExactly("0@5", "0@6", "0@7");
            assertThat(read(snapshot, 1)).containsExactly("1@0");
            assertThat(snapshot.done()).isEqualTo(snapshot.total()).isEqualTo(4);
        }
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void anEmptyPartitionIsAtItsEndWithoutBeingAsked() {
        try (var snapshot = open(0, 0, 7, 7)) {
            assertThat(snapshot.peek(0)).isNull();
            assertThat(snapshot.peek(1)).isNull();
            assertThat(snapshot.total()).isZero();
        }
    }

    @Test
    void whatIsReadOfAnotherPartitionIsKeptForIt() {
        try (var snapshot = open(0, 2, 0, 2)) {
            add(ONE, 0);
            add(ONE, 1);
            add(ZERO, 0);
            add(ZERO, 1);

            assertThat(read(snapshot, 0)).containsExactly("0@0", "0@1");
            assertThat(read(snapshot, 1)).containsExactly("1@0", "1@1");
        }
    }

    @Test
    void aTopicWithoutPartitionsDoesNotExist() {
        assertThatThrownBy(() -> Snapshot.of(consumer, "nothing"))
                .isInstanceOf(UnreadableTopicException.class)
                .hasMessage("topic nothing does not exist");
        assertThat(consumer.closed()).isTrue();
    }
}
