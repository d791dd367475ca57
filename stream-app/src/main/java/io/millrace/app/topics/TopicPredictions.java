package io.millrace.app.topics;

import io.millrace.schemas.prediction.PredictionSchema;
import io.millrace.schemas.wire.AvroDecoder;
import io.millrace.schemas.wire.Decoded;
import java.util.Comparator;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The predictions that a topic holds when it is opened, its partitions merged by event time as far as each is in order of it. Confined to one
 * thread.
 */
public final class TopicPredictions implements AutoCloseable {
    private static final Comparator<Head> BY_TIME =
            Comparator.comparingLong(Head::timeMillis).thenComparingInt(Head::partition);

    private final Snapshot snapshot;
    private final AvroDecoder decoder;
    private final PriorityQueue<Head> heads = new PriorityQueue<>(BY_TIME);
    private boolean begun;

    /**
     * The next of a partition.
     *
     * @param timeMillis event time; of what cannot be read that of the one before
     */
    private record Head(int partition, long timeMillis, Predicted predicted) {}

    private TopicPredictions(Snapshot snapshot, AvroDecoder decoder) {
        this.snapshot = snapshot;
        this.decoder = decoder;
    }

    /**
     * Opens a topic; what is added to it from now on is not read.
     *
     * @param schema of the pipeline's predictions
     * @throws UnreadableTopicException if it does not exist or the cluster does not answer
     */
    public static TopicPredictions open(Cluster cluster, String topic, Schema schema) {
        return new TopicPredictions(
                Snapshot.of(cluster.consumer(), topic), new AvroDecoder(cluster.registry(), schema));
    }

    /** Whether there is one more. */
    public boolean hasNext() {
        return hasNext(Long.MAX_VALUE);
    }

    /**
     * Whether there is one more, and its event is not later than this.
     *
     * @param timeMillis event time
     */
    public boolean hasNext(long timeMillis) {
        if (!begun) {
            begun = true;
            snapshot.partitions().forEach(partition -> advance(partition, Long.MIN_VALUE));
        }
        var first = heads.peek();
        return first != null && first.timeMillis <= timeMillis;
    }

    /** The next one. */
    public Predicted next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        var first = heads.remove();
        advance(first.partition, first.timeMillis);
        return first.predicted;
    }

    private void advance(int partition, long beforeMillis) {
        var record = snapshot.peek(partition);
        if (record != null) {
            snapshot.advance(partition);
            var predicted = read(record);
            long timeMillis = predicted instanceof Predicted.Read read
                    ? (Long) read.row().get(PredictionSchema.EVENT_TIME)
                    : beforeMillis;
            heads.add(new Head(partition, timeMillis, predicted));
        }
    }

    private Predicted read(ConsumerRecord<byte[], byte[]> record) {
        var place = record.topic() + "-" + record.partition() + "@" + record.offset();
        var decoded = decoder.decode(record.value());
        return decoded instanceof Decoded.Value value
                ? new Predicted.Read(place, value.record())
                : new Predicted.Unreadable(place, ((Decoded.Malformed) decoded).detail());
    }

    @Override
    public void close() {
        snapshot.close();
    }
}
