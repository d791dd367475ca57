package io.millrace.app.runtime;

import io.millrace.app.query.Residence;
import io.millrace.enrich.plan.Station;
import io.millrace.enrich.window.NodeReader;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStorePartitionException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** Where the state of a running client is, by what its group says. Safe for concurrent use. */
final class KafkaResidence implements Residence {
    private volatile @Nullable Client client;

    private record Client(
            KafkaStreams streams, int partitions, @Nullable String address) {}

    /**
     * From now on state is looked for at a client.
     *
     * @param partitions of the event topic, and so of every station
     * @param address {@code host:port} under which other instances find this one; null if they are not told
     */
    void open(KafkaStreams streams, int partitions, @Nullable String address) {
        client = new Client(streams, partitions, address);
    }

    @Override
    public @Nullable String address() {
        Client open = client;
        return open == null ? null : open.address;
    }

    /**
     * Over a hop we send by the hash that Kafka's own producer takes. Those who send events may take another one, so that a key may
     * be in any partition of their topic; one that is not where it should be is looked for everywhere.
     */
    @Override
    public List<Integer> partitions(Station station, byte[] key) {
        Client open = client;
        if (open == null) {
            return List.of();
        }
        int likeliest = Utils.toPositive(Utils.murmur2(key)) % open.partitions;
        if (station.rekeyed()) {
            return List.of(likeliest);
        }
        return Stream.concat(
                        Stream.of(likeliest),
                        IntStream.range(0, open.partitions)
                                .filter(other -> other != likeliest)
                                .boxed())
                .toList();
    }

    @Override
    public Place place(Station station, int partition, byte[] key) {
        Client open = client;
        if (open == null) {
            return new Unavailable("this instance is starting");
        }
        String store = station.histories().get(0).store();
        try {
            return isHere(open.streams, store, partition, key)
                    ? new Here(history -> reader(store(open.streams, history.store(), partition)))
                    : notHere(open, store, partition, key);
        } catch (StreamsException | IllegalStateException e) {
            return new Unavailable("this instance is " + open.streams.state() + " and cannot read its state");
        }
    }

    /** Only reading finds out. */
    private static boolean isHere(KafkaStreams streams, String store, int partition, byte[] key) {
        try {
            store(streams, store, partition).get(Bytes.wrap(key));
            return true;
        } catch (InvalidStateStorePartitionException e) {
            return false;
        }
    }

    private static NodeReader reader(ReadOnlyKeyValueStore<Bytes, byte[]> store) {
        return key -> {
            try {
                return store.get(Bytes.wrap(key));
            } catch (StreamsException e) {
                throw new StateMovedException("the key's partition is moving", e);
            }
        };
    }

    private static ReadOnlyKeyValueStore<Bytes, byte[]> store(KafkaStreams streams, String store, int partition) {
        return streams.store(
                StoreQueryParameters.fromNameAndType(store, QueryableStoreTypes.<Bytes, byte[]>keyValueStore())
                        .withPartition(partition));
    }

    private static Place notHere(Client open, String store, int partition, byte[] key) {
        HostInfo owner = owner(open.streams, store, partition, key);
        HostInfo self = HostInfo.buildFromEndpoint(open.address);
        if (owner != null && !owner.equals(self)) {
            String host = owner.host().contains(":") ? "[" + owner.host() + "]" : owner.host();
            return new Elsewhere(host + ":" + owner.port());
        }
        if (owner == null && self == null && open.streams.state() == KafkaStreams.State.RUNNING) {
            return new Unknown("partition " + partition + ", where the key may be, is not on this instance;"
                    + " instances that are started with --advertise find each other");
        }
        return new Unavailable("partition " + partition + " is moving, or its state is being restored");
    }

    /** Null while nobody is known to have it. */
    private static @Nullable HostInfo owner(KafkaStreams streams, String store, int partition, byte[] key) {
        KeyQueryMetadata metadata =
                streams.queryMetadataForKey(store, key, (topic, of, value, count) -> Optional.of(Set.of(partition)));
        if (metadata == null || metadata.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
            return null;
        }
        return metadata.activeHost().equals(HostInfo.unavailable()) ? null : metadata.activeHost();
    }
}
