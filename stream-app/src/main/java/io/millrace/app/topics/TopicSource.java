package io.millrace.app.topics;

import io.millrace.app.replay.Arrival;
import io.millrace.app.replay.BadRow;
import io.millrace.app.replay.Source;
import io.millrace.enrich.contract.Contract;
import io.millrace.enrich.contract.RejectionReason;
import io.millrace.enrich.contract.Verdict;
import io.millrace.enrich.event.Origin;
import io.millrace.enrich.plan.FeaturePlan;
import io.millrace.enrich.replay.OfflineEnricher;
import io.millrace.enrich.topology.RecordSize;
import io.millrace.schemas.wire.AvroDecoder;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The events that the pipeline's topic holds. What is wrong with one is found as a running pipeline finds it. */
public final class TopicSource implements Source {
    private final Snapshot snapshot;
    private final FeaturePlan plan;
    private final AvroDecoder decoder;
    private final Clock clock;

    private TopicSource(Snapshot snapshot, FeaturePlan plan, AvroDecoder decoder, Clock clock) {
        this.snapshot = snapshot;
        this.plan = plan;
        this.decoder = decoder;
        this.clock = clock;
    }

    /**
     * Opens the events' topic; what is added to it from now on is not read.
     *
     * @param clock for events from the future
     * @throws UnreadableTopicException if it does not exist or the cluster does not answer
     */
    public static TopicSource open(Cluster cluster, FeaturePlan plan, Clock clock) {
        var event = plan.definitions().event();
        var decoder = new AvroDecoder(cluster.registry(), event.schema());
        return new TopicSource(Snapshot.of(cluster.consumer(), event.topic()), plan, decoder, clock);
    }

    @Override
    public List<Iterator<Arrival>> parts(OfflineEnricher contract) {
        var parts = new ArrayList<Iterator<Arrival>>();
        for (int partition : snapshot.partitions()) {
            parts.add(new Records(partition));
        }
        return parts;
    }

    /** The records of one partition, decoded and checked. */
    private final class Records implements Iterator<Arrival> {
        private final int partition;
        private long timeMillis;

        private Records(int partition) {
            this.partition = partition;
        }

        @Override
        public boolean hasNext() {
            return snapshot.peek(partition) != null;
        }

        @Override
        public Arrival next() {
            var record = snapshot.peek(partition);
            if (record == null) {
                throw new NoSuchElementException();
            }
            snapshot.advance(partition);
            var verdict = verdict(record);
            if (verdict instanceof Verdict.Accepted accepted) {
                timeMillis = accepted.event().timeMillis();
                return new Arrival.Accepted(accepted.event());
            }
            var rejected = (Verdict.Rejected) verdict;
            return new Arrival.Refused(
                    new BadRow(
                            record.topic() + "-" + partition,
                            record.offset(),
                            rejected.reason().code(),
                            rejected.detail()),
                    timeMillis);
        }

        private Verdict verdict(ConsumerRecord<byte[], byte[]> record) {
            // the bytes have been checked and decoded by then: holding them would be holding everything twice
            var place = new Origin(record.topic(), partition, record.offset(), record.timestamp(), record.key(), null);
            var size = Contract.checkSize(place, RecordSize.of(record.key(), record.value(), record.headers()));
            return size != null ? size : plan.contract().check(decoder.decode(record.value()), place, clock.millis());
        }
    }

    @Override
    public String behind() {
        return RejectionReason.LATE.code();
    }

    @Override
    public long done() {
        return snapshot.done();
    }

    @Override
    public long total() {
        return snapshot.total();
    }

    @Override
    public void close() {
        snapshot.close();
    }
}
