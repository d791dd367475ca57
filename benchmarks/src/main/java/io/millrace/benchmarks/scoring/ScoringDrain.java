package io.millrace.benchmarks.scoring;

import ai.onnxruntime.OrtException;
import io.millrace.app.model.InvalidModelException;
import io.millrace.app.model.Watchdog;
import io.millrace.app.pipeline.ModelReference;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.runtime.Tuning;
import io.millrace.app.runtime.WatchedClients;
import io.millrace.app.topology.CommitGuard;
import io.millrace.benchmarks.drain.DrainResult;
import io.millrace.benchmarks.drain.DrainingStreams;
import io.millrace.benchmarks.drain.Place;
import io.millrace.benchmarks.drain.Tally;
import io.millrace.schemas.registry.IncompatibleSchemaException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;

/** One contender's run, in a process of its own: a topic is drained with one stream thread. */
public final class ScoringDrain {
    private static final double DROPPED = 0.5;

    private final Pipeline pipeline;
    private final Place place;
    private final Tuning tuning;

    /** @param pipeline with its model */
    public ScoringDrain(Pipeline pipeline, Place place, Tuning tuning) {
        this.pipeline = pipeline;
        this.place = place;
        this.tuning = tuning;
    }

    /**
     * Drains the topic to its end.
     *
     * @param events in the topic, all of them sound
     * @param bytes of what is written, where it is not a prediction
     */
    public DrainResult run(Contender contender, long events, int bytes) throws Exception {
        var properties = properties(contender);
        return switch (contender) {
            case PIPELINE, AT_LEAST_ONCE -> scored(pipeline, properties, events);
            case SINGLE -> scored(ScoredPipeline.rowByRow(pipeline), properties, events);
            case WITHOUT -> unscored(properties, events);
            case COPY -> new ByteCopy(place, properties).run(pipeline.topics().events(), bytes, DROPPED, events);
            case ROWS -> RawBatches.run(network(), DROPPED);
            case POINTS -> pointsInBatches(properties, events);
            case POINTS_EACH -> pointsEventByEvent(properties, events);
        };
    }

    private Properties properties(Contender contender) {
        var properties = place.properties(pipeline.name(), tuning);
        if (contender == Contender.AT_LEAST_ONCE) {
            properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        }
        return properties;
    }

    private DrainResult scored(Pipeline scored, Properties properties, long events)
            throws InvalidModelException, IncompatibleSchemaException, InterruptedException {
        try (var running = new ScoredPipeline(scored, place, tuning)) {
            return new DrainingStreams(running::predictions)
                    .run(running.topology(properties), properties, running.clients(), DROPPED, events);
        }
    }

    private DrainResult unscored(Properties properties, long events)
            throws IncompatibleSchemaException, InterruptedException {
        var tally = new Tally();
        var guard = new CommitGuard();
        var clients = new WatchedClients(guard);
        var topology = UnscoredPipeline.topology(pipeline, place, clients, guard, tally, properties);
        var result = new DrainingStreams(tally::predictions).run(topology, properties, clients, DROPPED, events);
        tally.requireNoneRejected();
        return result;
    }

    private DrainResult pointsInBatches(Properties properties, long events)
            throws InvalidModelException, InterruptedException {
        var tally = new Tally();
        var scoring = model();
        try (var model = pipeline.openModel();
                var watchdog = new Watchdog(scoring.calls().deadline())) {
            var guard = new CommitGuard();
            var topology =
                    PointTopology.inBatches(scoring, model, watchdog, place.predictions(), guard, tally, properties);
            return new DrainingStreams(tally::predictions)
                    .run(topology, properties, new WatchedClients(guard), DROPPED, events);
        }
    }

    private DrainResult pointsEventByEvent(Properties properties, long events)
            throws OrtException, InterruptedException {
        var tally = new Tally();
        int score = Integer.parseInt(model().score().path().get(0));
        try (var model = new PerRecordModel(network(), score)) {
            var topology = PointTopology.eventByEvent(model, place.predictions(), tally, properties);
            return new DrainingStreams(tally::predictions)
                    .run(topology, properties, new WatchedClients(), DROPPED, events);
        }
    }

    private ModelReference model() {
        return Objects.requireNonNull(pipeline.model());
    }

    private Path network() {
        return model().folder().resolve(model().manifest().file());
    }
}
