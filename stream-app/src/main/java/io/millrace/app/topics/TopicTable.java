package io.millrace.app.topics;

import io.millrace.app.replay.BadRow;
import io.millrace.app.replay.ReferenceRow;
import io.millrace.app.replay.ReferenceTable;
import io.millrace.enrich.contract.Contract;
import io.millrace.enrich.contract.RejectionReason;
import io.millrace.enrich.definition.ReferenceDefinition;
import io.millrace.enrich.event.KeyField;
import io.millrace.schemas.wire.AvroDecoder;
import io.millrace.schemas.wire.Decoded;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A reference table as its topic holds it: the latest record of each key that has not been removed. What is wrong with a record
 * is found as a running pipeline finds it. Read when the first row is asked for.
 */
public final class TopicTable implements ReferenceTable {
    private final Snapshot snapshot;
    private final AvroDecoder decoder;
    private final KeyField key;
    private @Nullable Iterator<ReferenceRow> rows;

    private TopicTable(Snapshot snapshot, AvroDecoder decoder, KeyField key) {
        this.snapshot = snapshot;
        this.decoder = decoder;
        this.key = key;
    }

    /**
     * Opens a reference's topic; what is added to it from now on is not read.
     *
     * @throws UnreadableTopicException if it does not exist or the cluster does not answer
     */
    public static TopicTable open(Cluster cluster, ReferenceDefinition definition) {
        return new TopicTable(
                Snapshot.of(cluster.consumer(), definition.topic()),
                new AvroDecoder(cluster.registry(), definition.schema()),
                KeyField.of(definition.schema(), definition.key()));
    }

    @Override
    public boolean hasNext() {
        return rows().hasNext();
    }

    @Override
    public ReferenceRow next() {
        return rows().next();
    }

    private Iterator<ReferenceRow> rows() {
        if (rows == null) {
            var latest = new LinkedHashMap<String, GenericRecord>();
            var all = new ArrayList<ReferenceRow>();
            for (int partition : snapshot.partitions()) {
                for (var next = snapshot.peek(partition); next != null; next = snapshot.peek(partition)) {
                    snapshot.advance(partition);
                    read(next, latest, all);
                }
            }
            latest.values().forEach(record -> all.add(new ReferenceRow.Latest(record)));
            rows = all.iterator();
        }
        return rows;
    }

    private void read(
            ConsumerRecord<byte[], byte[]> next, Map<String, GenericRecord> latest, List<ReferenceRow> refused) {
        byte[] name = next.key();
        if (name == null) {
            refused.add(refused(next, RejectionReason.NULL_KEY, "a reference is kept by its key"));
        } else if (next.value() == null) {
            latest.remove(new String(name, StandardCharsets.UTF_8));
        } else if (name.length + next.value().length > Contract.MOST_BYTES) {
            refused.add(refused(next, RejectionReason.TOO_LARGE, "more than " + Contract.MOST_BYTES + " bytes"));
        } else if (decoder.decode(next.value()) instanceof Decoded.Value value) {
            if (Arrays.equals(name, key.bytes(value.record()))) {
                latest.put(new String(name, StandardCharsets.UTF_8), value.record());
            } else {
                refused.add(
                        refused(next, RejectionReason.KEY_MISMATCH, "the record key is not the text of " + key.name()));
            }
        } else {
            var malformed = (Decoded.Malformed) decoder.decode(next.value());
            refused.add(refused(next, Contract.reasonFor(malformed.fault()), malformed.detail()));
        }
    }

    private static ReferenceRow refused(ConsumerRecord<byte[], byte[]> record, RejectionReason reason, String detail) {
        return new ReferenceRow.Refused(
                new BadRow(record.topic() + "-" + record.partition(), record.offset(), reason.code(), detail));
    }

    @Override
    public void close() {
        snapshot.close();
    }
}
