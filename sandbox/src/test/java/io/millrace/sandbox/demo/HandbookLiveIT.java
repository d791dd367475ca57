package io.millrace.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import io.millrace.app.command.NativeCache;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.pipeline.PipelineFolder;
import io.millrace.app.published.Handbook;
import io.millrace.app.runtime.NewTopics;
import io.millrace.sandbox.registry.SandboxRegistry;
import io.millrace.schemas.registry.SchemaRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a running pipeline makes of the fraud detection handbook's transactions, with frauds reported afterwards and its processes
 * stopped, killed and relieved in the middle, is what the handbook published, value by value.
 */
class HandbookLiveIT {
    private static final Logger LOGGER = LoggerFactory.getLogger(HandbookLiveIT.class);
    private static final Path FOLDER = Path.of("../pipelines/transactions-handbook-outcomes");
    private static final int PARTITIONS = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    private Path temporary;

    @Test
    void everyPublishedValueIsMet() throws Exception {
        var data = Handbook.data();
        NativeCache.prepare();
        Pipeline pipeline = PipelineFolder.read(FOLDER);
        var stream = new HandbookStream(pipeline, data);
        try (var kafka = KafkaUnderTest.start();
                var registry = SandboxRegistry.start();
                var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
            createTopics(admin, pipeline);
            var schemas = SchemaRegistry.connect(registry.url());
            var log = new PredictionLog(
                    new Committed(kafka.bootstrap(), schemas),
                    pipeline.topics().predictions(),
                    Handbook.FEATURES,
                    Handbook.TRANSACTIONS);
            var reading = CompletableFuture.runAsync(log);
            long begun = System.nanoTime();
            var publishing = CompletableFuture.runAsync(() -> publish(stream, kafka.bootstrap(), schemas, log));

            interrupt(kafka.bootstrap(), registry.url(), log);
            LOGGER.atInfo()
                    .addKeyValue("seconds", (System.nanoTime() - begun) / 1_000_000_000)
                    .log("all predicted");
            publishing.get();
            log.close();
            reading.get();

            var committed = new Committed(kafka.bootstrap(), schemas);
            var deadLetters =
                    committed.decodeAll(committed.readAll(pipeline.topics().deadLetters()));
            assertAll(
                    () -> assertThat(deadLetters)
                            .extracting(HandbookLiveIT::why)
                            .isEmpty(),
                    () -> assertThat(log.repeated())
                            .as("predictions of events that have another")
                            .isZero(),
                    () -> Handbook.assertPublished(stream.with(log::of), data));
        }
    }

    private static String why(GenericRecord deadLetter) {
        return deadLetter.get("topic") + ", " + deadLetter.get("reason") + ": " + deadLetter.get("detail");
    }

    private void interrupt(String bootstrap, String registry, PredictionLog log) throws Exception {
        try (var first = start("first", bootstrap, registry);
                var second = start("second", bootstrap, registry)) {
            step("rebalance", log, 15, first, second);
            second.signal("TERM");
            second.awaitExit(PATIENCE);
            step("restart", log, 40, first);
            first.signal("TERM");
            first.awaitExit(PATIENCE);
        }
        try (var killed = start("first", bootstrap, registry)) {
            step("kill", log, 65, killed);
            killed.signal("KILL");
            killed.awaitExit(PATIENCE);
        }
        try (var last = start("first", bootstrap, registry)) {
            step("end", log, 100, last);
            last.signal("TERM");
            last.awaitExit(PATIENCE);
        }
    }

    private static void step(String what, PredictionLog log, int percent, MillraceProcess... running) throws Exception {
        long begun = System.nanoTime();
        log.await((int) ((long) Handbook.TRANSACTIONS * percent / 100), PATIENCE, List.of(running));
        LOGGER.atInfo()
                .addKeyValue("seconds", (System.nanoTime() - begun) / 1_000_000_000)
                .addKeyValue("read", log.read())
                .log(what);
    }

    /** @param instance whose state it goes on with */
    private MillraceProcess start(String instance, String bootstrap, String registry) throws IOException {
        return MillraceProcess.start(
                Files.createTempDirectory(temporary, instance),
                "run",
                FOLDER.toString(),
                "--bootstrap",
                bootstrap,
                "--registry",
                registry,
                "--http-port",
                "0",
                "--state-dir",
                temporary.resolve("state-" + instance).toString());
    }

    private static void publish(HandbookStream stream, String bootstrap, SchemaRegistry registry, PredictionLog log) {
        try {
            long begun = System.nanoTime();
            stream.publish(bootstrap, registry, log::read);
            LOGGER.atInfo()
                    .addKeyValue("seconds", (System.nanoTime() - begun) / 1_000_000_000)
                    .log("published");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void createTopics(Admin admin, Pipeline pipeline) throws Exception {
        var topics = Stream.of(
                        pipeline.topics().events(),
                        "transactions-handbook-outcomes",
                        pipeline.topics().predictions())
                .map(topic -> new NewTopic(topic, Optional.of(PARTITIONS), Optional.empty()))
                .toList();
        NewTopics.create(admin, topics);
    }
}
