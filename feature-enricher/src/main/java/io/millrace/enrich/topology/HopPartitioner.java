package io.millrace.enrich.topology;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.streams.processor.StreamPartitioner;

/**
 * Announcements go to every partition of a hop, what became of an event to where the event is, and everything else by its key, as
 * the producer does it.
 */
final class HopPartitioner implements StreamPartitioner<byte[], HopMessage> {
    @Override
    public Optional<Set<Integer>> partitions(String topic, byte[] key, HopMessage message, int numPartitions) {
        if (message instanceof HopMessage.Announced) {
            return Optional.of(IntStream.range(0, numPartitions).boxed().collect(Collectors.toUnmodifiableSet()));
        }
        return message instanceof HopMessage.Labelled labelled && labelled.partition() != HopMessage.Labelled.BY_KEY
                ? Optional.of(Set.of(labelled.partition()))
                : Optional.empty();
    }
}
