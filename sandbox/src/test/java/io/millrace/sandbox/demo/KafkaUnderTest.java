package io.millrace.sandbox.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import io.millrace.sandbox.broker.SandboxBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/**
 * Kafka for integration tests: in a container where a Docker engine can run one, else the sandbox's broker. Which one is
 * found out once for all tests of a run.
 */
record KafkaUnderTest(String bootstrap, Supplier<String> says, Runnable owner) implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(KafkaUnderTest.class);
    private static final long PULL_SECONDS = 120;
    private static final String IMAGE = "apache/kafka:4.3.1";

    private static final Set<KafkaUnderTest> RUNNING = ConcurrentHashMap.newKeySet();

    private static @Nullable Boolean engineHasImage;

    static KafkaUnderTest start() throws InterruptedException {
        var kafka = startAnywhere();
        RUNNING.add(kafka);
        return kafka;
    }

    /** Those that have been started and not been closed. */
    static Set<KafkaUnderTest> running() {
        return RUNNING;
    }

    private static KafkaUnderTest startAnywhere() throws InterruptedException {
        if (inContainer()) {
            // Simulated events are old: retention by time would delete what is made of them.
            var container = new KafkaContainer(IMAGE)
                    .withEnv("KAFKA_LOG_RETENTION_MS", "-1")
                    .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
            container.start();
            return new KafkaUnderTest(container.getBootstrapServers(), container::getLogs, container::close);
        }
        var broker = SandboxBroker.start();
        return new KafkaUnderTest(broker.bootstrap(), () -> says(broker), broker::close);
    }

    private static synchronized boolean inContainer() throws InterruptedException {
        if (engineHasImage == null) {
            engineHasImage = engineHasImage();
            LOGGER.atInfo()
                    .addKeyValue("kafka", engineHasImage ? IMAGE : "the sandbox's broker")
                    .log("integration tests run against");
        }
        return engineHasImage;
    }

    /** Asked of the engine itself: Testcontainers goes on trying to pull for minutes where no registry can be reached. */
    private static boolean engineHasImage() throws InterruptedException {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            return false;
        }
        var engine = DockerClientFactory.lazyClient();
        try {
            engine.inspectImageCmd(IMAGE).exec();
            return true;
        } catch (NotFoundException absent) {
            try {
                return engine.pullImageCmd(IMAGE).start().awaitCompletion(PULL_SECONDS, TimeUnit.SECONDS);
            } catch (DockerException e) {
                LOGGER.atWarn()
                        .addKeyValue("image", IMAGE)
                        .addKeyValue("reason", e.getMessage())
                        .log("a Docker engine answers but cannot get Kafka's image; taking the sandbox's broker");
                return false;
            }
        }
    }

    /** The end of its log, and where each of its threads is. */
    private static String says(SandboxBroker broker) {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var command = new ProcessBuilder(jcmd, Long.toString(broker.process().pid()), "Thread.print");
        try (var threads = command.redirectErrorStream(true).start().getInputStream()) {
            return broker.logTail() + "\n" + new String(threads.readAllBytes(), UTF_8);
        } catch (IOException e) {
            return broker.logTail() + "\n(no threads: " + e.getMessage() + ")";
        }
    }

    @Override
    public void close() {
        RUNNING.remove(this);
        owner.run();
    }
}
