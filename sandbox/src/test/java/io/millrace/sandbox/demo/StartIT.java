package io.millrace.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.app.runtime.PipelineRuntime;
import io.millrace.app.runtime.StartupRefusedException;
import io.millrace.schemas.registry.SchemaRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the world must be like for a pipeline to start, and what happens while it is not. */
@SuppressWarnings("try") // what is closed in the middle is closed to see what happens then
class StartIT {
    private static final Path TRANSACTIONS = Path.of("../pipelines/transactions");
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private Path state;

    private KafkaUnderTest kafka;

    @BeforeEach
    void start() throws Exception {
        kafka = KafkaUnderTest.start();
    }

    @AfterEach
    void stop() {
        kafka.close();
    }

    @Test
    void everythingInTheWorldThatForbidsAStartIsToldAtOnceAndNothingIsMade() throws Exception {
        try (var stand = new Stand(kafka.bootstrap(), TRANSACTIONS, 100, 2)) {
            deleteTopic("customers");
            var registry = SchemaRegistry.connect(stand.registryUrl());
            registry.register("transactions.predictions-value", text("Prediction"));
            registry.register("transactions.drift-value", text("Drift"));

            assertThatThrownBy(() -> stand.start(state).close())
                    .isInstanceOf(StartupRefusedException.class)
                    .hasMessageContaining("topic customers does not exist")
                    .hasMessageContaining("transactions.predictions-value")
                    .hasMessageContaining("transactions.drift-value")
                    .hasMessageNotContaining("topic transactions.predictions does not exist");

            assertThat(topics()).noneMatch(topic -> topic.startsWith("transactions."));
        }
    }

    @Test
    void aPipelineWaitsForABrokerThatIsNotThereYet() throws Exception {
        try (var stand = new Stand(kafka.bootstrap(), TRANSACTIONS, 100, 2);
                var address = new Forwarder();
                var runtime = stand.runtime(state, address.address(), stand.registryUrl())) {
            // Given
            var starting = startInBackground(runtime);
            address.awaitCaller(PATIENCE);
            assertThat(status(runtime, "/health/live")).isEqualTo(200);
            assertThat(status(runtime, "/health/ready")).isEqualTo(503);

            // When
            address.to(kafka.bootstrap());

            // Then
            starting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            stand.publishAll();
            stand.settle();
            Await.until("its monitor is at work, too", PATIENCE, () -> status(runtime, "/health/ready") == 200);
        }
    }

    @Test
    void aRegistryThatFailsStopsThePipelineAndMakesNoDeadLetter() throws Exception {
        try (var stand = new Stand(kafka.bootstrap(), TRANSACTIONS, 400, 2);
                var address = new Forwarder()) {
            // Given: running, and no schema of an event known yet
            address.to(stand.registryUrl());
            try (var runtime = stand.runtime(state, kafka.bootstrap(), address.address("http"))) {
                runtime.start(Clock.systemUTC());

                // When
                address.cut();
                var published = stand.publishAll();

                // Then
                assertThat(runtime.exit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .isEqualTo(1);
                assertThat(status(runtime, "/health/live")).isEqualTo(503);
                assertThat(status(runtime, "/health/ready")).isEqualTo(503);
                runtime.close();
                assertThat(stand.readToTheEnd().missing()).isEqualTo(published.events());
            }

            // When: a restart finds the registry still gone, then back
            try (var runtime = stand.runtime(state, kafka.bootstrap(), address.address("http"))) {
                var starting = startInBackground(runtime);
                address.awaitCaller(PATIENCE);
                assertThat(status(runtime, "/health/live")).isEqualTo(200);
                assertThat(status(runtime, "/health/ready")).isEqualTo(503);
                address.to(stand.registryUrl());
                starting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                stand.settle();
            }

            // Then
            var tally = stand.readToTheEnd();
            assertThat(tally.missing()).isZero();
            assertThat(tally.duplicated()).isZero();
            assertThat(tally.unexpected()).isZero();
        }
    }

    private static FutureTask<?> startInBackground(PipelineRuntime runtime) {
        var task = new FutureTask<>(() -> {
            runtime.start(Clock.systemUTC());
            return null;
        });
        new Thread(task, "start-pipeline").start();
        return task;
    }

    private static int status(PipelineRuntime runtime, String path) throws Exception {
        var address = URI.create("http://127.0.0.1:" + runtime.httpPort() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** A schema that nothing of ours is compatible with. */
    private static Schema text(String name) {
        return SchemaBuilder.record(name).fields().requiredString("text").endRecord();
    }

    private void deleteTopic(String topic) throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
            admin.deleteTopics(List.of(topic)).all().get();
        }
    }

    private Iterable<String> topics() throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
            return admin.listTopics().names().get();
        }
    }
}
