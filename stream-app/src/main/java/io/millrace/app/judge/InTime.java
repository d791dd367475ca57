package io.millrace.app.judge;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads several topics side by side by the time of their records, as far as they go: nothing is given while a partition has more that may be of
 * before. Confined to one thread.
 */
final class InTime implements AutoCloseable {
    /** Records of a partition that are held; then it is not read on. */
    private static final int MOST_HELD = 2_000;

    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, ArrayDeque<ConsumerRecord<byte[], byte[]>>> held = new LinkedHashMap<>();

    private InTime(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /**
     * From the first records of a time on.
     *
     * @param consumer belongs to no group and has nothing assigned; closed with this, and also if this fails
     * @param sinceMillis time of records
     * @param before so many records further back in each partition
     * @return to be closed by the caller
     * @throws KafkaException if a topic does not exist or the brokers do not answer
     */
    static InTime open(Consumer<byte[], byte[]> consumer, Collection<String> topics, long sinceMillis, int before) {
        var topicsInTime = new InTime(consumer);
        boolean opened = false;
        try {
            topics.forEach(topicsInTime::add);
            topicsInTime.seek(sinceMillis, before);
            opened = true;
            return topicsInTime;
        } finally {
            if (!opened) {
                consumer.close();
            }
        }
    }

    private void add(String topic) {
        var partitions = consumer.partitionsFor(topic);
        if (partitions == null || partitions.isEmpty()) {
            throw new KafkaException("topic " + topic + " does not exist");
        }
        partitions.forEach(each -> held.put(new TopicPartition(topic, each.partition()), new ArrayDeque<>()));
    }

    private void seek(long sinceMillis, int before) {
        var all = held.keySet();
        consumer.assign(all);
        var times = new HashMap<TopicPartition, Long>();
        all.forEach(partition -> times.put(partition, sinceMillis));
        var begins = consumer.beginningOffsets(all);
        var ends = consumer.endOffsets(all); // first, or what comes meanwhile would be missed
        var since = consumer.offsetsForTimes(times);
        for (var partition : all) {
            var found = since.get(partition);
            long offset = found == null ? ends.getOrDefault(partition, 0L) : found.offset();
            consumer.seek(partition, Math.max(begins.getOrDefault(partition, 0L), offset - before));
        }
    }

    /** What comes next; empty if nothing has come in that time. */
    List<ConsumerRecord<byte[], byte[]>> poll(Duration longest) {
        var polled = consumer.poll(longest);
        for (var partition : polled.partitions()) {
            held.getOrDefault(partition, new ArrayDeque<>()).addAll(polled.records(partition));
        }
        var next = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        for (var record = earliest(); record != null; record = earliest()) {
            next.add(record);
        }
        var full = new ArrayList<TopicPartition>();
        held.forEach((partition, records) -> {
            if (records.size() >= MOST_HELD) {
                full.add(partition);
            }
        });
        consumer.resume(consumer.paused());
        consumer.pause(full);
        return next;
    }

    /** Takes the record with the earliest time; null as long as it is not certain which that is. */
    private @Nullable ConsumerRecord<byte[], byte[]> earliest() {
        ArrayDeque<ConsumerRecord<byte[], byte[]>> best = null;
        long bestMillis = Long.MAX_VALUE;
        for (var each : held.entrySet()) {
            var first = each.getValue().peekFirst();
            if (first == null) {
                if (consumer.currentLag(each.getKey()).orElse(1) > 0) {
                    return null;
                }
            } else if (best == null || first.timestamp() < bestMillis) {
                best = each.getValue();
                bestMillis = first.timestamp();
            }
        }
        return best == null ? null : best.pollFirst();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
