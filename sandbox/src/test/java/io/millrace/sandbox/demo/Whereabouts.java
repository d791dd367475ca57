package io.millrace.sandbox.demo;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** How far a Kafka Streams application is, as the broker knows it. */
final class Whereabouts implements AutoCloseable {
    private final Admin admin;
    private final String application;
    private final String events;
    private final int partitions;

    /**
     * @param events topic that it reads
     * @param partitions of every topic
     */
    Whereabouts(String bootstrap, String application, String events, int partitions) {
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
        this.application = application;
        this.events = events;
        this.partitions = partitions;
    }

    /** Of the events, by partition: the first that is not committed as read. */
    Map<Integer, Long> committed() throws Exception {
        var offsets = admin.listConsumerGroupOffsets(application)
                .partitionsToOffsetAndMetadata()
                .get();
        var committed = new TreeMap<Integer, Long>();
        for (int partition = 0; partition < partitions; partition++) {
            var offset = offsets.get(new TopicPartition(events, partition));
            committed.put(partition, offset == null ? 0 : offset.offset());
        }
        return committed;
    }

    /** By partition: behind the last record there is, whatever becomes of its transaction. */
    Map<Integer, Long> ends(String topic) throws Exception {
        return ends(topic, IsolationLevel.READ_UNCOMMITTED);
    }

    /** By partition: before the first record whose transaction is open. */
    Map<Integer, Long> stable(String topic) throws Exception {
        return ends(topic, IsolationLevel.READ_COMMITTED);
    }

    private Map<Integer, Long> ends(String topic, IsolationLevel isolation) throws Exception {
        var asked = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .collect(toMap(partition -> partition, partition -> OffsetSpec.latest()));
        var ends = new TreeMap<Integer, Long>();
        admin.listOffsets(asked, new ListOffsetsOptions(isolation))
                .all()
                .get()
                .forEach((partition, found) -> ends.put(partition.partition(), found.offset()));
        return ends;
    }

    /** How many of its instances have partitions of the events to read. */
    long working() throws Exception {
        return members().stream().filter(member -> !read(member).isEmpty()).count();
    }

    /** The partitions of the events that an instance with a name and one thread has to read. */
    List<Integer> readBy(String instance) throws Exception {
        return members().stream()
                .filter(member -> member.groupInstanceId().equals(Optional.of(instance + "-1")))
                .flatMap(member -> read(member).stream())
                .toList();
    }

    private List<MemberDescription> members() throws Exception {
        var group = admin.describeConsumerGroups(List.of(application))
                .describedGroups()
                .get(application);
        try {
            return List.copyOf(requireNonNull(group).get().members());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return List.of(); // nobody has joined it yet
            }
            throw e;
        }
    }

    private List<Integer> read(MemberDescription member) {
        return member.assignment().topicPartitions().stream()
                .filter(partition -> partition.topic().equals(events))
                .map(TopicPartition::partition)
                .toList();
    }

    @Override
    public void close() {
        admin.close();
    }
}
