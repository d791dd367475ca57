package io.millrace.benchmarks.scoring;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.app.model.NativeLibrary;
import io.millrace.app.model.Watchdog;
import io.millrace.app.pipeline.Part;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.pipeline.PipelineFolder;
import io.millrace.app.runtime.Tuning;
import io.millrace.app.runtime.WatchedClients;
import io.millrace.app.topology.CommitGuard;
import io.millrace.benchmarks.drain.Place;
import io.millrace.benchmarks.drain.Tally;
import io.millrace.sandbox.registry.SandboxRegistry;
import io.millrace.schemas.registry.SchemaRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoringStandTest {
    private static final int EVENTS = 100;

    private final SandboxRegistry server = SandboxRegistry.start();
    private final Tally tally = new Tally();

    @TempDir
    private Path folder;

    @BeforeAll
    static void unpackOnnxRuntime() throws IOException {
        NativeLibrary.prepare(Path.of("target", "native"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void withoutTheModelPredictionsAreOfTheSameSize() throws Exception {
        var pipeline = pipeline("scoring");
        var values = NumberTopics.avro(pipeline, SchemaRegistry.connect(server.url()));
        var topic = pipeline.topics().events();

        List<byte[]> scored;
        try (var running = new ScoredPipeline(pipeline, place(), Tuning.THROUGHPUT)) {
            scored = drain(running.topology(place().properties("p", Tuning.THROUGHPUT)), topic, values);
            assertThat(running.predictions()).isEqualTo(EVENTS);
        }
        var unscored = drain(
                UnscoredPipeline.topology(
                        pipeline,
                        place(),
                        new WatchedClients(),
                        new CommitGuard(),
                        tally,
                        place().properties("p", Tuning.THROUGHPUT)),
                topic,
                values);

        tally.requireNoneRejected();
        assertThat(scored).hasSize(EVENTS);
        assertThat(unscored).hasSize(EVENTS);
        for (int i = 0; i < EVENTS; i++) { // how long the call took is a number of one byte to three
            assertThat(scored.get(i).length).isCloseTo(unscored.get(i).length, within(2));
        }
    }

    @Test
    void aPointHasTheSameScoreInABatchAndByItself() throws Exception {
        var pipeline = pipeline("scoring-points");
        var scoring = Objects.requireNonNull(pipeline.model());
        var points = NumberTopics.json(pipeline.plan().features().size());
        var properties = place().properties("p", Tuning.THROUGHPUT);

        List<byte[]> batches;
        try (var model = pipeline.openModel();
                var watchdog = new Watchdog(scoring.calls().deadline())) {
            batches = drain(
                    PointTopology.inBatches(
                            scoring, model, watchdog, place().predictions(), new CommitGuard(), tally, properties),
                    NumberTopics.POINTS,
                    points);
        }
        List<byte[]> each;
        try (var model = new PerRecordModel(scoring.folder().resolve("network.onnx"), 1)) {
            each = drain(
                    PointTopology.eventByEvent(model, place().predictions(), tally, properties),
                    NumberTopics.POINTS,
                    points);
        }

        assertThat(batches).hasSize(EVENTS);
        assertThat(each).hasSize(EVENTS);
        for (int i = 0; i < EVENTS; i++) {
            assertThat(score(batches.get(i))).isCloseTo(score(each.get(i)), within(1e-5));
        }
        assertThat(batches.stream().map(ScoringStandTest::score).distinct()).hasSizeGreaterThan(EVENTS / 2);
    }

    private static double score(byte[] answer) {
        try {
            return new ObjectMapper().readTree(answer).get("score").asDouble();
        } catch (IOException e) {
            throw new UncheckedIOException(new String(answer, US_ASCII), e);
        }
    }

    private List<byte[]> drain(Topology topology, String topic, LongFunction<byte[]> values) {
        try (var driver = new TopologyTestDriver(topology, place().properties("p", Tuning.THROUGHPUT))) {
            var events = driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
            IntStream.range(0, EVENTS).forEach(event -> events.pipeInput(NumberTopics.key(event), values.apply(event)));
            return driver.createOutputTopic(
                            place().predictions(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                    .readValuesToList();
        }
    }

    private Place place() {
        return new Place("nowhere:1", server.url(), 1, "drain", "drain.predictions", folder);
    }

    private static Pipeline pipeline(String name) throws Exception {
        return PipelineFolder.read(Path.of("pipelines", name), EnumSet.of(Part.MODEL));
    }
}
