package io.millrace.enrich.topology;

import io.millrace.enrich.contract.Contract;
import io.millrace.enrich.contract.RejectionReason;
import io.millrace.enrich.contract.Stage;
import io.millrace.enrich.contract.Verdict;
import io.millrace.enrich.definition.ReferenceDefinition;
import io.millrace.enrich.event.KeyField;
import io.millrace.enrich.reference.ReferenceTime;
import io.millrace.schemas.wire.Decoded;
import java.util.Arrays;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Keeps the payloads of a reference by key; a record without a value removes its key. What is unfit is rejected. */
final class ReferenceProcessor implements Processor<byte[], Incoming, byte[], Verdict.Rejected> {
    private final ReferenceDefinition reference;
    private final KeyField key;
    private final ReferenceTime time;
    private @Nullable Task task;

    /** What belongs to one initialisation. */
    private record Task(ProcessorContext<byte[], Verdict.Rejected> context, KeptReference kept) {}

    ReferenceProcessor(ReferenceDefinition reference) {
        this.reference = reference;
        this.key = KeyField.of(reference.schema(), reference.key());
        this.time = ReferenceTime.of(reference);
    }

    @Override
    public void init(ProcessorContext<byte[], Verdict.Rejected> context) {
        var store = KeptReference.storeOf(reference);
        task = new Task(context, KeptReference.open(reference, context.getStateStore(store)));
    }

    @Override
    public void process(Record<byte[], Incoming> record) {
        Incoming incoming = record.value();
        if (record.key() == null) {
            reject(record, RejectionReason.NULL_KEY, "a reference is kept by its key");
        } else if (incoming.payload() == null) {
            keep(record, Math.max(0, incoming.publishedMillis()));
        } else if (record.key().length + incoming.payload().length
                > Contract.MOST_BYTES) { // it travels with every event
            reject(record, RejectionReason.TOO_LARGE, "more than " + Contract.MOST_BYTES + " bytes");
        } else if (incoming.decoded() instanceof Decoded.Malformed malformed) {
            reject(record, Contract.reasonFor(malformed.fault()), malformed.detail());
        } else {
            keep(record, ((Decoded.Value) incoming.decoded()).record());
        }
    }

    private void keep(Record<byte[], Incoming> record, GenericRecord decoded) {
        if (!Arrays.equals(record.key(), key.bytes(decoded))) {
            reject(record, RejectionReason.KEY_MISMATCH, "the record key is not the text of " + key.name());
        } else {
            keep(record, time.sinceMillis(decoded, record.value().publishedMillis()));
        }
    }

    private void keep(Record<byte[], Incoming> record, long sinceMillis) {
        Tasks.initialised(task)
                .kept()
                .put(record.key(), sinceMillis, record.value().payload());
    }

    private void reject(Record<byte[], Incoming> record, RejectionReason reason, String detail) {
        var context = Tasks.initialised(task).context();
        var origin = record.value().origin(Tasks.place(context.recordMetadata()), record.key());
        context.forward(record.withValue(new Verdict.Rejected(origin, reason, detail, Stage.REFERENCE)));
    }
}
