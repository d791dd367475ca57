package io.millrace.enrich.topology;

import io.millrace.enrich.definition.ReferenceDefinition;
import io.millrace.enrich.event.Event;
import io.millrace.enrich.event.JoinedReference;
import io.millrace.enrich.plan.Join;
import io.millrace.schemas.registry.SchemaRegistry;
import io.millrace.schemas.wire.AvroDecoder;
import io.millrace.schemas.wire.Decoded;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The references that a station joins to events. Belongs to one initialisation of its processor. */
final class JoinedReferences {
    private final List<Lookup> lookups;

    /** A reference's payloads, and how they are read. */
    private record Lookup(Join join, KeptReference kept, AvroDecoder decoder) {}

    /** @param stores by name */
    JoinedReferences(List<Join> joins, SchemaRegistry registry, Function<String, KeyValueStore<Bytes, byte[]>> stores) {
        this.lookups = joins.stream()
                .map(join -> {
                    ReferenceDefinition reference = join.reference();
                    return new Lookup(
                            join,
                            KeptReference.open(reference, stores.apply(KeptReference.storeOf(reference))),
                            new AvroDecoder(registry, reference.schema()));
                })
                .toList();
    }

    /** @param key of the event at this station; null where it has none, and so no references */
    void join(Event event, byte @Nullable [] key) {
        for (Lookup lookup : lookups) {
            byte[] payload = key == null ? null : lookup.kept().at(key, event.timeMillis());
            event.join(lookup.join().index(), payload == null ? null : read(lookup, payload));
        }
    }

    /** Events before this time are not awaited any more. */
    void reached(long timeMillis) {
        lookups.forEach(lookup -> lookup.kept().reached(timeMillis));
    }

    private static JoinedReference read(Lookup lookup, byte[] payload) {
        if (lookup.decoder().decode(payload) instanceof Decoded.Value value) {
            return new JoinedReference(value.record(), payload);
        }
        throw new IllegalStateException(
                "store " + KeptReference.storeOf(lookup.join().reference())
                        + " holds a record that the pipeline's schema of the reference cannot read; it was kept under another schema");
    }
}
