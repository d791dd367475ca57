package io.millrace.app.runtime;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes sure that the topics of a pipeline exist before anything reads or writes them. */
final class TopicSetup {
    private static final Logger LOGGER = LoggerFactory.getLogger(TopicSetup.class);

    private final Admin admin;
    /** Made here; the broker asked next may not have heard of them yet. */
    private final Set<String> made = new HashSet<>();
    /** Not made, for want of what they are made from, which has been told. */
    private final Set<String> withheld = new HashSet<>();

    /**
     * What there is, once all has been made that may be.
     *
     * @param partitions of the first input, 1 where it is missing
     * @param problems what forbids a start: missing inputs, partition counts that do not match
     */
    record Found(int partitions, List<String> problems) {}

    TopicSetup(Admin admin) {
        this.admin = admin;
    }

    /**
     * Makes what is missing, as far as it may; makes no output where there is a problem.
     *
     * @param inputs     topics that others write; the first sets the number of partitions of the outputs
     * @param outputs    topics that the pipeline writes; made when missing
     * @param partitions of inputs to be made when missing, or 0 to refuse
     */
    Found ensure(List<String> inputs, List<String> outputs, int partitions) throws InterruptedException {
        if (partitions > 0) {
            create(missing(inputs), partitions);
        }
        var problems = new ArrayList<String>();
        var missing = missing(inputs);
        int count = 1;
        if (missing.isEmpty()) {
            count = partitionsOf(inputs.get(0));
            for (var topic : inputs) {
                if (partitionsOf(topic) != count) {
                    problems.add("topic " + topic + " has " + partitionsOf(topic) + " partitions and " + inputs.get(0)
                            + " has " + count + ": they are joined by key and need the same number");
                }
            }
            if (problems.isEmpty()) {
                create(missing(outputs), count);
                return new Found(count, problems);
            }
        }
        for (var topic : missing) {
            if (!withheld.contains(topic)) {
                problems.add("topic " + topic + " does not exist; create it, or give --create-topics PARTITIONS");
            }
        }
        withheld.addAll(outputs);
        return new Found(count, problems);
    }

    /** Makes topics that have a form of their own, where they are missing. */
    boolean ensure(List<NewTopic> special) throws InterruptedException {
        var missing = missing(special.stream().map(NewTopic::name).toList());
        for (var topic : special) {
            if (missing.contains(topic.name())) {
                create(topic);
            }
        }
        return true;
    }

    private List<String> missing(List<String> topics) throws InterruptedException {
        var existing = NewTopics.get(admin.listTopics().names());
        return topics.stream()
                .filter(topic -> !existing.contains(topic) && !made.contains(topic))
                .toList();
    }

    private int partitionsOf(String topic) throws InterruptedException {
        Map<String, TopicDescription> topics =
                NewTopics.get(admin.describeTopics(List.of(topic)).allTopicNames());
        return Optional.ofNullable(topics.get(topic))
                .orElseThrow(() -> new KafkaException("topic " + topic + " disappeared"))
                .partitions()
                .size();
    }

    private void create(Collection<String> topics, int partitions) throws InterruptedException {
        for (var topic : topics) {
            create(new NewTopic(topic, Optional.of(partitions), Optional.empty()));
        }
    }

    private void create(NewTopic topic) throws InterruptedException {
        made.add(topic.name());
        if (NewTopics.createMissing(admin, topic)) {
            LOGGER.atInfo()
                    .addKeyValue("topic", topic.name())
                    .addKeyValue("partitions", topic.numPartitions())
                    .log("topic created");
        } else {
            LOGGER.atDebug().addKeyValue("topic", topic.name()).log("another instance made the topic first");
        }
    }
}
