package io.millrace.enrich.topology;

import io.millrace.enrich.definition.ReferenceDefinition;
import io.millrace.enrich.reference.ReferenceVersions;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The payloads of a reference in its store: the latest of each key, or all that may still be asked for. */
sealed interface KeptReference {
    /** Name of a reference's store: {@code reference-customer}, or {@code reference-customer-versions}. */
    static String storeOf(ReferenceDefinition reference) {
        String latest = "reference-" + ResourceNames.dashed(reference.name());
        return reference.versions() == null ? latest : latest + "-versions";
    }

    static KeptReference open(ReferenceDefinition reference, KeyValueStore<Bytes, byte[]> store) {
        return reference.versions() == null
                ? new Latest(store)
                : new Versions(
                        new ReferenceVersions(new KafkaOrderedStore(store)),
                        reference.versions().toMillis());
    }

    /**
     * Adds what holds for a key from a time on.
     *
     * @param payload null removes the key
     */
    void put(byte[] key, long sinceMillis, byte @Nullable [] payload);

    /** What an event of that time is joined with. */
    byte @Nullable [] at(byte[] key, long timeMillis);

    /** Events before this time are not awaited any more. */
    void reached(long timeMillis);

    /** Whatever a record says of its time, it counts from when it is read. */
    record Latest(KeyValueStore<Bytes, byte[]> store) implements KeptReference {
        @Override
        public void put(byte[] key, long sinceMillis, byte @Nullable [] payload) {
            store.put(Bytes.wrap(key), payload);
        }

        @Override
        public byte @Nullable [] at(byte[] key, long timeMillis) {
            return store.get(Bytes.wrap(key));
        }

        @Override
        public void reached(long timeMillis) {}
    }

    /** A record counts from its own time on. */
    record Versions(ReferenceVersions versions, long keptMillis) implements KeptReference {
        @Override
        public void put(byte[] key, long sinceMillis, byte @Nullable [] payload) {
            versions.put(key, sinceMillis, payload);
        }

        @Override
        public byte @Nullable [] at(byte[] key, long timeMillis) {
            return versions.at(key, timeMillis);
        }

        @Override
        public void reached(long timeMillis) {
            versions.forget(timeMillis - keptMillis);
        }
    }
}
