package io.millrace.sandbox.demo;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import io.millrace.sandbox.broker.SandboxBroker;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/**
 * Kafka for integration tests: in a container where a Docker engine can run one, else the sandbox's broker. Which one is
 * found out once for all tests of a run.
 */
record KafkaUnderTest(String bootstrap, Runnable owner) implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(KafkaUnderTest.class);
    private static final long PULL_SECONDS = 120;
    private static final String IMAGE = "apache/kafka:4.3.1";

    private static @Nullable Boolean engineHasImage;

    static KafkaUnderTest start() throws InterruptedException {
        if (inContainer()) {
            // Simulated events are old: retention by time would delete what is made of them.
            var container = new KafkaContainer(IMAGE)
                    .withEnv("KAFKA_LOG_RETENTION_MS", "-1")
                    .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
            container.start();
            return new KafkaUnderTest(container.getBootstrapServers(), container::close);
        }
        var broker = SandboxBroker.start();
        return new KafkaUnderTest(broker.bootstrap(), broker::close);
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

    @Override
    public void close() {
        owner.run();
    }
}
