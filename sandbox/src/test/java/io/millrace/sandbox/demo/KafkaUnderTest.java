package io.millrace.sandbox.demo;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import io.millrace.sandbox.broker.SandboxBroker;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/** Kafka for integration tests: in a container where a Docker engine can run one, else the sandbox's broker. */
record KafkaUnderTest(String bootstrap, Runnable owner) implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(KafkaUnderTest.class);
    private static final long PULL_SECONDS = 120;
    private static final String IMAGE = "apache/kafka:4.3.1";

    static KafkaUnderTest start() throws InterruptedException {
        if (engineHasImage()) {
            var container = new KafkaContainer(IMAGE);
            container.start();
            return new KafkaUnderTest(container.getBootstrapServers(), container::close);
        }
        var broker = SandboxBroker.start();
        return new KafkaUnderTest(broker.bootstrap(), broker::close);
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
