package io.millrace.app.runtime;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Makes topics that can be written at once. A cluster agrees to a topic before its brokers have opened it. A producer that
 * comes in between can have its first batch refused and its second taken; the first is then out of order for good, and fails
 * when the producer's delivery timeout ends (KAFKA-15591).
 */
public final class NewTopics {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private NewTopics() {}

    /**
     * Creates topics, and returns when the leader of each of their partitions has opened it.
     *
     * @throws KafkaException if a topic is there already ({@code TopicExistsException}), cannot be made, or is not opened
     *     within 30 seconds
     */
    public static void create(Admin admin, Collection<NewTopic> topics) throws InterruptedException {
        get(admin.createTopics(topics).all());
        awaitOpen(admin, topics.stream().map(NewTopic::name).toList());
    }

    /**
     * Creates a topic that may be there already, and returns when the leader of each of its partitions has opened it, whoever made it.
     *
     * @return whether it was made now
     * @throws KafkaException if it can neither be found nor made, or is not opened within 30 seconds
     */
    public static boolean createMissing(Admin admin, NewTopic topic) throws InterruptedException {
        try {
            create(admin, List.of(topic));
            return true;
        } catch (TopicExistsException e) {
            awaitOpen(admin, List.of(topic.name())); // whoever made it may have done so just now
            return false;
        }
    }

    /**
     * Returns when the leader of each partition of some topics has opened it; for topics that another has just made.
     *
     * @throws KafkaException if that is not so within 30 seconds
     */
    public static void awaitOpen(Admin admin, Collection<String> topics) throws InterruptedException {
        long begun = System.nanoTime();
        while (true) {
            try {
                // a partition's end is told by its leader alone, and not before it has opened the partition
                get(admin.listOffsets(partitions(admin, topics).stream()
                                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest())))
                        .all());
                return;
            } catch (UnknownTopicOrPartitionException e) {
                if (System.nanoTime() - begun > PATIENCE.toNanos()) {
                    throw e;
                }
                TimeUnit.NANOSECONDS.sleep(LOOK_AGAIN.toNanos());
            }
        }
    }

    private static List<TopicPartition> partitions(Admin admin, Collection<String> topics) throws InterruptedException {
        return get(admin.describeTopics(topics).allTopicNames()).values().stream()
                .flatMap(topic ->
                        topic.partitions().stream().map(each -> new TopicPartition(topic.name(), each.partition())))
                .toList();
    }

    /** What the cluster answers; a {@link KafkaException} where it fails. */
    static <T> T get(KafkaFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
        }
    }
}
