package io.millrace.sandbox.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.app.runtime.NewTopics;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 3, unit = TimeUnit.MINUTES)
class SandboxBrokerIT {

    @Test
    void servesTransactionsAndGroupsAndLeavesNothingBehind() throws Exception {
        ProcessHandle process;
        Path folder;
        try (var broker = SandboxBroker.start()) {
            process = broker.process();
            folder = broker.folder();
            assertThat(folder).exists();
            assertThat(process.isAlive()).isTrue();
            assertThat(SandboxBroker.clusterIdAt(broker.bootstrap(), Duration.ofSeconds(10)))
                    .isEqualTo(broker.clusterId());

            createTopic(broker, "greetings");
            produceInATransaction(broker, "greetings", "hello");

            assertThat(consumeOne(broker, "greetings")).isEqualTo("hello");
        }

        assertThat(process.isAlive()).isFalse();
        assertThat(folder).doesNotExist();
    }

    @Test
    void triesOtherPortsWhenOneIsTaken() throws Exception {
        try (var occupant = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var free = Ports.free();
            var choices = new ArrayDeque<>(List.of(new Ports(occupant.getLocalPort(), free.controller()), free));

            try (var broker = SandboxBroker.start(BrokerSettings.defaults(), choices::remove)) {
                assertThat(broker.bootstrap()).isEqualTo(free.bootstrap());
                assertThat(choices).isEmpty();
            }
        }
    }

    @Test
    void aSecondBrokerIsAnotherCluster() throws Exception {
        try (var one = SandboxBroker.start();
                var other = SandboxBroker.start()) {
            assertThat(other.clusterId()).isNotEqualTo(one.clusterId());
            assertThat(other.bootstrap()).isNotEqualTo(one.bootstrap());
            assertThat(other.folder()).isNotEqualTo(one.folder());
        }
    }

    @Test
    void goesOnServingWhenASignalReachesTheWholeProcessGroup() throws Exception {
        try (var broker = SandboxBroker.start()) {
            broker.process().destroy(); // SIGTERM

            createTopic(broker, "still-here");

            assertThat(broker.isRunning()).isTrue();
        }
    }

    @Test
    void closesWhenItsProcessIsGoneAlready() throws Exception {
        var broker = SandboxBroker.start();
        broker.process().destroyForcibly();
        broker.process().onExit().get(30, TimeUnit.SECONDS);

        broker.close();
        broker.close();

        assertThat(broker.folder()).doesNotExist();
    }

    @Test
    void showsTheEndOfTheLogWhenItCannotStart() {
        var settings = BrokerSettings.defaults().withOverride("num.io.threads", "many");

        assertThatThrownBy(() -> SandboxBroker.start(settings))
                .isInstanceOf(BrokerFailedException.class)
                .hasMessageContaining("num.io.threads")
                .hasMessageContaining("its process ended with code 1");
    }

    @Test
    void diesWithAParentThatIsKilled() throws Exception {
        var command = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), ParentOfABroker.class.getName());
        command.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        var parent = command.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (var says = new BufferedReader(new InputStreamReader(parent.getInputStream(), UTF_8))) {
            var broker = ProcessHandle.of(Long.parseLong(says.readLine()))
                    .orElseThrow()
                    .onExit();
            var folder = Path.of(says.readLine());
            assertThat(folder).exists();

            parent.destroyForcibly(); // SIGKILL: no hook of the parent runs

            broker.get(30, TimeUnit.SECONDS);
            assertThat(folder).doesNotExist();
        } finally {
            parent.destroyForcibly();
        }
    }

    private static void createTopic(SandboxBroker broker, String topic) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
            NewTopics.create(admin, List.of(new NewTopic(topic, 1, (short) 1)));
        }
    }

    private static void produceInATransaction(SandboxBroker broker, String topic, String text) {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrap(), "transactional.id", "test"),
                new StringSerializer(),
                new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            var unused = producer.send(new ProducerRecord<>(topic, text));
            producer.commitTransaction();
        }
    }

    private static String consumeOne(SandboxBroker broker, String topic) {
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of(
                        "bootstrap.servers", broker.bootstrap(),
                        "group.id", "test",
                        "isolation.level", "read_committed",
                        "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            while (true) {
                for (var record : consumer.poll(Duration.ofSeconds(1))) {
                    return record.value();
                }
            }
        }
    }
}
