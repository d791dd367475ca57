package io.millrace.benchmarks.live;

import static io.millrace.benchmarks.live.Contender.BARE_IN_MEMORY;
import static io.millrace.benchmarks.live.Contender.IN_MEMORY;
import static io.millrace.benchmarks.live.Contender.WITHOUT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.millrace.app.pipeline.Part;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.pipeline.PipelineFolder;
import io.millrace.app.runtime.Role;
import io.millrace.app.runtime.RunSettings;
import io.millrace.app.runtime.StreamsProperties;
import io.millrace.benchmarks.drain.Tally;
import io.millrace.benchmarks.workload.Scale;
import io.millrace.sandbox.registry.SandboxRegistry;
import io.millrace.sandbox.simulator.Message;
import io.millrace.schemas.registry.SchemaRegistry;
import io.millrace.schemas.transactions.Transaction;
import io.millrace.schemas.wire.AvroEncoder;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LivePipelinesTest {
    private static final String HOP = "by-terminal-id";
    private static final Scale SMALL = new Scale(10, 45, 1);

    private final SandboxRegistry server = SandboxRegistry.start();
    private final SchemaRegistry registry = SchemaRegistry.connect(server.url());

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void withoutFeaturesTheSameHopIsMade() throws Exception {
        assertThat(describe(IN_MEMORY)).contains(HOP, "features-by-customer-id", "features-by-terminal-id");
        assertThat(describe(WITHOUT)).contains(HOP).doesNotContain("features-by-");
    }

    @Test
    void withoutFeaturesPredictionsAreOfTheSameSize() throws Exception {
        var with = drain(IN_MEMORY);
        var without = drain(WITHOUT);

        assertThat(without.predictions()).isEqualTo(with.predictions()).isGreaterThan(500);
        assertThat(without.bytesOfPredictions()).isCloseTo(with.bytesOfPredictions(), withinPercentage(2));
        with.requireNoneRejected();
        without.requireNoneRejected();
    }

    @Test
    void bareStateIsKeptOfBothKeysAndChangesNoPrediction() throws Exception {
        assertThat(describe(BARE_IN_MEMORY)).contains(HOP, "bare-customers", "bare-terminals");

        var bare = drain(BARE_IN_MEMORY);
        assertThat(bare.predictions()).isEqualTo(drain(WITHOUT).predictions());
        bare.requireNoneRejected();
    }

    private String describe(Contender contender) throws Exception {
        return topology(contender, pipeline(contender), new Tally()).describe().toString();
    }

    private Tally drain(Contender contender) throws Exception {
        var pipeline = pipeline(contender);
        var tally = new Tally();
        var topic = pipeline.topics().events();
        int id = registry.register(SchemaRegistry.valueSubject(topic), Transaction.getClassSchema());
        var encoder = new AvroEncoder(id, Transaction.getClassSchema());
        try (var driver = new TopologyTestDriver(topology(contender, pipeline, tally), properties(pipeline))) {
            var events = driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
            SMALL.world().messages(SMALL.span()).forEachRemaining(message -> {
                if (message.role() == Message.Role.EVENT) {
                    events.pipeInput(message.key().getBytes(UTF_8), encoder.encode(message.value()));
                }
            });
        }
        return tally;
    }

    private Topology topology(Contender contender, Pipeline pipeline, Tally tally) throws Exception {
        return LiveTopology.of(
                pipeline,
                registry,
                contender.stores(),
                1,
                pipeline.name() + ".predictions",
                tally,
                contender.bareState(),
                properties(pipeline));
    }

    private static Pipeline pipeline(Contender contender) throws Exception {
        return PipelineFolder.read(Path.of("pipelines", contender.pipeline()), EnumSet.noneOf(Part.class));
    }

    private Properties properties(Pipeline pipeline) {
        var settings = new RunSettings("nowhere:1", server.url(), folder, 0, 1, EnumSet.of(Role.SCORE), null, 0);
        return StreamsProperties.of(pipeline.name(), Role.SCORE, settings);
    }
}
