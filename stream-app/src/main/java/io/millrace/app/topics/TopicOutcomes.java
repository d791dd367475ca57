package io.millrace.app.topics;

import io.millrace.app.replay.Arrival;
import io.millrace.app.replay.BadRow;
import io.millrace.app.replay.OutcomeTable;
import io.millrace.enrich.contract.RejectionReason;
import io.millrace.enrich.definition.OutcomeDefinition;
import io.millrace.enrich.event.Origin;
import io.millrace.enrich.label.OutcomeContract;
import io.millrace.enrich.plan.FeaturePlan;
import io.millrace.schemas.wire.AvroDecoder;
import io.millrace.schemas.wire.Decoded;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What became of events, as its topic holds it. An outcome that does not say when it became known was known when it was
 * published. What is wrong with one is found as a running pipeline finds it. Read when the first row is asked for.
 */
public final class TopicOutcomes implements OutcomeTable {
    private final Snapshot snapshot;
    private final AvroDecoder decoder;
    private final OutcomeContract contract;
    private final Clock clock;
    private @Nullable Iterator<Arrival> rows;

    private TopicOutcomes(Snapshot snapshot, AvroDecoder decoder, OutcomeContract contract, Clock clock) {
        this.snapshot = snapshot;
        this.decoder = decoder;
        this.contract = contract;
        this.clock = clock;
    }

    /**
     * Opens the outcomes' topic; what is added to it from now on is not read.
     *
     * @param clock for outcomes from the future
     * @throws UnreadableTopicException if it does not exist or the cluster does not answer
     */
    public static TopicOutcomes open(Cluster cluster, FeaturePlan plan, OutcomeDefinition definition, Clock clock) {
        long skewMillis = plan.definitions().event().skew().toMillis();
        return new TopicOutcomes(
                Snapshot.of(cluster.consumer(), definition.topic()),
                new AvroDecoder(cluster.registry(), definition.schema()),
                new OutcomeContract(definition, skewMillis),
                clock);
    }

    @Override
    public boolean hasNext() {
        return rows().hasNext();
    }

    @Override
    public Arrival next() {
        return rows().next();
    }

    private Iterator<Arrival> rows() {
        if (rows == null) {
            List<Arrival> all = new ArrayList<>();
            for (int partition : snapshot.partitions()) {
                for (var next = snapshot.peek(partition); next != null; next = snapshot.peek(partition)) {
                    snapshot.advance(partition);
                    all.add(read(next));
                }
            }
            rows = all.iterator();
        }
        return rows;
    }

    private Arrival read(ConsumerRecord<byte[], byte[]> next) {
        var origin = new Origin(next.topic(), next.partition(), next.offset(), next.timestamp(), next.key(), null);
        var decoded = decoder.decode(next.value());
        var checked = contract.check(decoded, next.key(), next.timestamp(), clock.millis());
        if (checked instanceof OutcomeContract.Checked.Refused refused) {
            return refused(next, refused.reason(), refused.detail());
        }
        long known = ((OutcomeContract.Checked.Accepted) checked).outcome().knownMillis();
        return new Arrival.Outcome(((Decoded.Value) decoded).record(), origin, known);
    }

    private static Arrival refused(ConsumerRecord<byte[], byte[]> record, RejectionReason reason, String detail) {
        var bad = new BadRow(record.topic() + "-" + record.partition(), record.offset(), reason.code(), detail);
        return new Arrival.Refused(bad, record.timestamp());
    }

    @Override
    public void close() {
        snapshot.close();
    }
}
