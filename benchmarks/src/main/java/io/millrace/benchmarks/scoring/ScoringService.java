package io.millrace.benchmarks.scoring;

import io.millrace.app.model.InvalidModelException;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.runtime.Tuning;
import io.millrace.benchmarks.drain.Place;
import io.millrace.schemas.registry.IncompatibleSchemaException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.apache.kafka.streams.KafkaStreams;

/** A pipeline that scores until it is told to stop. */
public final class ScoringService {
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(30);

    private ScoringService() {}

    /**
     * Scores until a stream ends.
     *
     * @param pipeline with its model
     */
    public static void run(Pipeline pipeline, Contender contender, Place place, Tuning tuning, InputStream until)
            throws InvalidModelException, IncompatibleSchemaException, IOException {
        var scored = contender == Contender.SINGLE ? ScoredPipeline.rowByRow(pipeline) : pipeline;
        var properties = place.properties(pipeline.name(), tuning);
        try (var running = new ScoredPipeline(scored, place, tuning)) {
            var streams = new KafkaStreams(running.topology(properties), properties, running.clients());
            try {
                streams.start();
                until.readAllBytes();
            } finally {
                streams.close(CLOSE_WITHIN);
            }
        }
    }
}
