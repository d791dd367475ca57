package io.millrace.sandbox.publish;

import io.millrace.sandbox.simulator.Domain;
import io.millrace.sandbox.simulator.Message.Role;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The topics of a domain. */
public final class Topics {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private Topics() {}

    /**
     * Creates a domain's topics where they are missing, all with the same number of partitions so that events and reference
     * rows of one key meet; reference topics are compacted. The replication factor is the cluster's default. Returns when the
     * cluster knows of all of them: that it agrees to create a topic is a moment earlier.
     *
     * @throws KafkaException if a topic is neither there nor can be created
     */
    public static void createMissing(String bootstrap, Domain domain, int partitions) throws InterruptedException {
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            for (var channel : domain.channels().entrySet()) {
                var topic = new NewTopic(channel.getValue().topic(), Optional.of(partitions), Optional.empty());
                if (channel.getKey() == Role.REFERENCE) {
                    topic.configs(Map.of("cleanup.policy", "compact"));
                }
                create(admin, topic);
                awaitKnown(admin, topic.name());
            }
        }
    }

    private static void create(Admin admin, NewTopic topic) throws InterruptedException {
        try {
            admin.createTopics(List.of(topic)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new KafkaException("cannot create topic " + topic.name(), e.getCause());
            }
        }
    }

    private static void awaitKnown(Admin admin, String topic) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                admin.describeTopics(List.of(topic)).allTopicNames().get();
                return;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException) || System.nanoTime() - deadline > 0) {
                    throw new KafkaException("topic " + topic + " does not appear", e.getCause());
                }
                Thread.sleep(LOOK_AGAIN.toMillis());
            }
        }
    }
}
