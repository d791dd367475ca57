package io.millrace.app.topics;

import io.millrace.schemas.wire.AvroDecoder;
import io.millrace.schemas.wire.Decoded;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;

/** What a topic of Millrace's own holds: statistics, alerts. */
public final class TopicRecords {
    private TopicRecords() {}

    /**
     * Reads all records that a topic holds now, partition by partition, each in its order.
     *
     * @param schema as which they are read
     * @param to is given them
     * @return how many could not be read
     * @throws UnreadableTopicException if the topic does not exist or the cluster does not answer
     */
    public static long read(Cluster cluster, String topic, Schema schema, Consumer<GenericRecord> to) {
        var decoder = new AvroDecoder(cluster.registry(), schema);
        long unreadable = 0;
        try (var snapshot = Snapshot.of(cluster.consumer(), topic)) {
            for (int partition : snapshot.partitions()) {
                for (var next = snapshot.peek(partition); next != null; next = snapshot.peek(partition)) {
                    snapshot.advance(partition);
                    if (decoder.decode(next.value()) instanceof Decoded.Value value) {
                        to.accept(value.record());
                    } else {
                        unreadable++;
                    }
                }
            }
        }
        return unreadable;
    }
}
