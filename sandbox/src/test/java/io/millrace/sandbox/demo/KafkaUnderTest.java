package io.millrace.sandbox.demo;

import io.millrace.sandbox.broker.SandboxBroker;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.kafka.KafkaContainer;

/**
 * Kafka for integration tests: in a container where a Docker engine can run one, else the sandbox's broker. The choice is
 * made once for all tests of a run.
 */
final class KafkaUnderTest implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(KafkaUnderTest.class);
    private static final String IMAGE = "apache/kafka:4.3.1";
    private static final long PULL_SECONDS = 180;
    private static final boolean IN_CONTAINER = engineHasImage();

    private final String bootstrap;
    private final Runnable stop;

    private KafkaUnderTest(String bootstrap, Runnable stop) {
        this.bootstrap = bootstrap;
        this.stop = stop;
    }

    static KafkaUnderTest start() throws InterruptedException {
        if (IN_CONTAINER) {
            // Events of simulated worlds are old: retention by time would delete what is made of them.
            var container = new KafkaContainer(IMAGE)
                    .withEnv("KAFKA_LOG_RETENTION_MS", "-1")
                    .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
            container.start();
            return new KafkaUnderTest(container.getBootstrapServers(), container::stop);
        }
        var broker = SandboxBroker.start();
        return new KafkaUnderTest(broker.bootstrap(), broker::close);
    }

    String bootstrap() {
        return bootstrap;
    }

    /**
     * Asks the engine for the image, and to pull it if need be. Testcontainers asks, too, but goes on asking for minutes where
     * there is no way to a registry.
     */
    private static boolean engineHasImage() {
        boolean has = docker("image", "inspect", IMAGE) || docker("pull", "--quiet", IMAGE);
        LOGGER.atInfo()
                .addKeyValue("kafka", has ? "container" : "sandbox broker, because no Docker engine here can run " + IMAGE).log("integration tests run against this Kafka");
        return has;
    }

    private static boolean docker(String... arguments) {
        var command = new ProcessBuilder("docker");
        command.command().addAll(List.of(arguments));
        command.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        try {
            var process = command.start();
            if (process.waitFor(PULL_SECONDS, TimeUnit.SECONDS)) {
                return process.exitValue() == 0;
            }
            process.destroyForcibly();
            return false;
        } catch (IOException e) {
            return false; // no such program: no engine to ask
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        stop.run();
    }
}
