package io.millrace.enrich.topology;

import io.millrace.enrich.contract.Contract;
import io.millrace.enrich.contract.RejectionReason;
import io.millrace.enrich.contract.Stage;
import io.millrace.enrich.contract.Verdict;
import io.millrace.enrich.definition.ReferenceDefinition;
import io.millrace.enrich.event.KeyField;
import io.millrace.schemas.wire.Decoded;
import java.util.Arrays;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Keeps the latest payload per key of a reference; a record without a value removes its key. What is unfit is rejected. */
final class ReferenceProcessor implements Processor<byte[], Incoming, byte[], Verdict.Rejected> {
    private final String store;
    private final KeyField key;
    private @Nullable Task task;

    /** What belongs to one initialisation. */
    private record Task(ProcessorContext<byte[], Verdict.Rejected> context, KeyValueStore<Bytes, byte[]> latest) {}

    /** @param store name of the store that a station reads too */
    ReferenceProcessor(ReferenceDefinition reference, String store) {
        this.store = store;
        this.key = KeyField.of(reference.schema(), reference.key());
    }

    @Override
    public void init(ProcessorContext<byte[], Verdict.Rejected> context) {
        task = new Task(context, context.getStateStore(store));
    }

    @Override
    public void process(Record<byte[], Incoming> record) {
        Incoming incoming = record.value();
        if (record.key() == null) {
            reject(record, RejectionReason.NULL_KEY, "a reference is kept by its key");
        } else if (incoming.payload() == null) {
            Tasks.initialised(task).latest().delete(Bytes.wrap(record.key()));
        } else if (record.key().length + incoming.payload().length
                > Contract.MOST_BYTES) { // it travels with every event
            reject(record, RejectionReason.TOO_LARGE, "more than " + Contract.MOST_BYTES + " bytes");
        } else if (incoming.decoded() instanceof Decoded.Malformed malformed) {
            reject(record, Contract.reasonFor(malformed.fault()), malformed.detail());
        } else if (!Arrays.equals(record.key(), key.bytes(((Decoded.Value) incoming.decoded()).record()))) {
            reject(record, RejectionReason.KEY_MISMATCH, "the record key is not the text of " + key.name());
        } else {
            Tasks.initialised(task).latest().put(Bytes.wrap(record.key()), incoming.payload());
        }
    }

    private void reject(Record<byte[], Incoming> record, RejectionReason reason, String detail) {
        var context = Tasks.initialised(task).context();
        var origin = record.value().origin(Tasks.place(context.recordMetadata()), record.key());
        context.forward(record.withValue(new Verdict.Rejected(origin, reason, detail, Stage.REFERENCE)));
    }
}
