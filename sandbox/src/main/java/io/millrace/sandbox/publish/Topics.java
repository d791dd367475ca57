package io.millrace.sandbox.publish;

import io.millrace.app.runtime.NewTopics;
import io.millrace.sandbox.simulator.Domain;
import io.millrace.sandbox.simulator.Message.Role;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;

/** The topics of a domain. */
public final class Topics {
    private Topics() {}

    /**
     * Creates a domain's topics where they are missing, all with the same number of partitions so that events and reference
     * rows of one key meet; reference topics are compacted. The replication factor is the cluster's default. Returns when
     * all of them can be written.
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
            }
        }
    }

    private static void create(Admin admin, NewTopic topic) throws InterruptedException {
        try {
            NewTopics.createMissing(admin, topic);
        } catch (KafkaException e) {
            throw new KafkaException("cannot create topic " + topic.name(), e);
        }
    }
}
