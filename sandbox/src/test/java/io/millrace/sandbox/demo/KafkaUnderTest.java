package io.millrace.sandbox.demo;

import io.millrace.sandbox.broker.SandboxBroker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/** Kafka for integration tests: in a container where a Docker engine can run one, else the sandbox's broker. */
record KafkaUnderTest(String bootstrap, AutoCloseable owner) implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(KafkaUnderTest.class);
    private static final String IMAGE = "apache/kafka:4.3.1";

    static KafkaUnderTest start() throws InterruptedException {
        if (DockerClientFactory.instance().isDockerAvailable()) {
            var container = new KafkaContainer(IMAGE);
            try {
                container.start();
                return new KafkaUnderTest(container.getBootstrapServers(), container);
            } catch (RuntimeException e) {
                container.close();
                LOGGER.atWarn()
                        .addKeyValue("image", IMAGE)
                        .setCause(e)
                        .log("a Docker engine answers but does not run Kafka; taking the sandbox's broker");
            }
        }
        var broker = SandboxBroker.start();
        return new KafkaUnderTest(broker.bootstrap(), broker);
    }

    @Override
    public void close() throws Exception {
        owner.close();
    }
}
