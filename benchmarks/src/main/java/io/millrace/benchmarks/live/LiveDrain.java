package io.millrace.benchmarks.live;

import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.runtime.Tuning;
import io.millrace.app.runtime.WatchedClients;
import io.millrace.benchmarks.drain.DrainResult;
import io.millrace.benchmarks.drain.DrainingStreams;
import io.millrace.benchmarks.drain.Place;
import io.millrace.benchmarks.drain.Tally;
import io.millrace.enrich.topology.StoreKind;
import io.millrace.schemas.registry.IncompatibleSchemaException;
import io.millrace.schemas.registry.SchemaRegistry;

/** Drains the event topic with one stream thread, under the settings that a pipeline runs with. */
public final class LiveDrain {
    private static final double DROPPED = 0.5;

    private final Pipeline pipeline;
    private final Place place;
    private final StoreKind stores;
    private final boolean bareState;
    private final Tally tally = new Tally();

    /** @param bareState whether the {@linkplain BareState least state} is kept as well */
    public LiveDrain(Pipeline pipeline, Place place, StoreKind stores, boolean bareState) {
        this.pipeline = pipeline;
        this.place = place;
        this.stores = stores;
        this.bareState = bareState;
    }

    /**
     * Drains the topic to its end.
     *
     * @param events in the topic, all of them sound
     */
    public DrainResult run(long events) throws InterruptedException, IncompatibleSchemaException {
        var properties = place.properties(pipeline.name(), Tuning.BALANCED);
        var registry = SchemaRegistry.connect(place.registryUrl());
        var topology = LiveTopology.of(
                pipeline, registry, stores, place.partitions(), place.predictions(), tally, bareState, properties);
        var result = new DrainingStreams(tally::predictions)
                .run(topology, properties, new WatchedClients(), DROPPED, events);
        tally.requireNoneRejected();
        return result;
    }
}
