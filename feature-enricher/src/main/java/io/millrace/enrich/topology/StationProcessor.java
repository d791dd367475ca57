package io.millrace.enrich.topology;

import io.millrace.enrich.definition.ReferenceDefinition;
import io.millrace.enrich.event.Event;
import io.millrace.enrich.event.JoinedReference;
import io.millrace.enrich.plan.Join;
import io.millrace.enrich.plan.Station;
import io.millrace.schemas.registry.SchemaRegistry;
import io.millrace.schemas.wire.AvroDecoder;
import io.millrace.schemas.wire.Decoded;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** One station: joins its references to an event, then fills in the features that are known with its history. */
final class StationProcessor implements FixedKeyProcessor<byte[], Event, Event> {
    private final Station station;
    private final SchemaRegistry registry;
    private @Nullable Task task;

    /** What belongs to one initialisation. */
    private record Task(FixedKeyProcessorContext<byte[], Event> context, List<Lookup> lookups, Station.Work work) {}

    /** A reference's store, and how its payloads are read. */
    private record Lookup(Join join, KeyValueStore<Bytes, byte[]> latest, AvroDecoder decoder) {}

    StationProcessor(Station station, SchemaRegistry registry) {
        this.station = station;
        this.registry = registry;
    }

    /** Name of a reference's store: {@code reference-customer}. */
    static String storeOf(ReferenceDefinition reference) {
        return "reference-" + ResourceNames.dashed(reference.name());
    }

    @Override
    public void init(FixedKeyProcessorContext<byte[], Event> context) {
        var lookups = new ArrayList<Lookup>();
        for (Join join : station.joins()) {
            lookups.add(new Lookup(
                    join,
                    context.getStateStore(storeOf(join.reference())),
                    new AvroDecoder(registry, join.reference().schema())));
        }
        task = new Task(
                context,
                List.copyOf(lookups),
                station.over(history -> new KafkaNodeStore(context.getStateStore(history.store()))));
    }

    @Override
    public void process(FixedKeyRecord<byte[], Event> record) {
        Task at = Tasks.initialised(task);
        Event event = record.value();
        byte[] key = station.key().bytes(event.record());
        for (Lookup lookup : at.lookups()) {
            event.join(lookup.join().index(), key == null ? null : latest(lookup, key));
        }
        at.work().enrich(event, event.timeMillis());
        at.context().forward(record);
    }

    private static @Nullable JoinedReference latest(Lookup lookup, byte[] key) {
        byte[] payload = lookup.latest().get(Bytes.wrap(key));
        if (payload == null) {
            return null;
        }
        if (lookup.decoder().decode(payload) instanceof Decoded.Value value) {
            return new JoinedReference(value.record(), payload);
        }
        throw new IllegalStateException(
                "store " + lookup.latest().name()
                        + " holds a record that the pipeline's schema of the reference cannot read; it was kept under another schema");
    }
}
