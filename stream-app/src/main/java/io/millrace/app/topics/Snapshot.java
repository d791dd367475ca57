package io.millrace.app.topics;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The records that a topic holds when it is opened, partition by partition, whatever is added while they are read. Of each
 * partition only some records are held: those read too far ahead wait at the broker. For one thread at a time, except {@link
 * #done}; closed by whoever opened it.
 */
final class Snapshot implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    /** How long a broker may give nothing of a partition that has something. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** A partition with more than this is not read on. */
    private static final int MOST_HELD = 10_000;

    private final Consumer<byte[], byte[]> consumer;
    private final String topic;
    private final Map<Integer, Partition> partitions = new TreeMap<>();
    private final long total;
    private final AtomicLong done = new AtomicLong();

    /** What is held of a partition, and where it ends. */
    private static final class Partition {
        private final TopicPartition id;
        private final long end;
        private final ArrayDeque<ConsumerRecord<byte[], byte[]>> held = new ArrayDeque<>();
        private long position;

        private Partition(TopicPartition id, long position, long end) {
            this.id = id;
            this.position = position;
            this.end = end;
        }

        private boolean isRead() {
            return position >= end;
        }
    }

    private Snapshot(Consumer<byte[], byte[]> consumer, String topic, long total) {
        this.consumer = consumer;
        this.topic = topic;
        this.total = total;
    }

    /**
     * Opens a topic.
     *
     * @param consumer assigned to nothing; closed with the snapshot, and also if this fails
     * @throws UnreadableTopicException if the topic does not exist or the cluster does not answer
     */
    static Snapshot of(Consumer<byte[], byte[]> consumer, String topic) {
        var opened = false;
        try {
            var infos = consumer.partitionsFor(topic);
            if (infos == null || infos.isEmpty()) {
                throw new UnreadableTopicException(topic, "does not exist");
            }
            var ids = infos.stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(ids);
            var begins = consumer.beginningOffsets(ids);
            var ends = consumer.endOffsets(ids);
            long total = 0;
            for (var id : ids) {
                total += requireNonNull(ends.get(id)) - requireNonNull(begins.get(id));
            }
            var snapshot = new Snapshot(consumer, topic, total);
            for (var id : ids) {
                long begin = requireNonNull(begins.get(id));
                consumer.seek(id, begin);
                snapshot.partitions.put(id.partition(), new Partition(id, begin, requireNonNull(ends.get(id))));
            }
            opened = true;
            return snapshot;
        } catch (KafkaException e) {
            throw new UnreadableTopicException(topic, "cannot be read: " + e.getMessage());
        } finally {
            if (!opened) {
                consumer.close();
            }
        }
    }

    /** Numbers of the partitions, ascending. */
    List<Integer> partitions() {
        return List.copyOf(partitions.keySet());
    }

    /** The next record of a partition; null at its end. */
    @Nullable
    ConsumerRecord<byte[], byte[]> peek(int partition) {
        var wanted = requireNonNull(partitions.get(partition));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (wanted.held.isEmpty() && !wanted.isRead()) {
            long before = wanted.position;
            poll();
            if (wanted.position > before) {
                deadline = System.nanoTime() + PATIENCE.toNanos();
            } else if (System.nanoTime() - deadline > 0) {
                throw new UnreadableTopicException(
                        topic, "gave nothing of partition " + partition + " for " + PATIENCE.toSeconds() + " s");
            }
        }
        return wanted.held.peekFirst();
    }

    /** Takes the record that was peeked at. */
    void advance(int partition) {
        requireNonNull(partitions.get(partition)).held.removeFirst();
    }

    private void poll() {
        var paused = new ArrayList<TopicPartition>();
        for (var partition : partitions.values()) {
            if (partition.isRead() || partition.held.size() > MOST_HELD) {
                paused.add(partition.id);
            }
        }
        consumer.resume(consumer.paused());
        consumer.pause(paused);
        for (var next : consumer.poll(POLL)) {
            var partition = requireNonNull(partitions.get(next.partition()));
            if (next.offset() < partition.end) {
                partition.held.addLast(next);
            }
        }
        long read = 0;
        for (var partition : partitions.values()) {
            // beyond the last record lie the marks of transactions, which are passed without being given
            long position = Math.min(partition.end, consumer.position(partition.id));
            read += position - partition.position;
            partition.position = position;
        }
        done.addAndGet(read);
    }

    /** Offsets read; any thread may ask. */
    long done() {
        return done.get();
    }

    /** Offsets there are. */
    long total() {
        return total;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
