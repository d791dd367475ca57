package io.millrace.sandbox.demo;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.fleet.Operator;
import io.millrace.app.mlflow.MlflowServer;
import io.millrace.schemas.registry.SchemaRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real MLflow server whose alias moves while a pipeline scores, on a real broker. */
@SuppressWarnings("try") // the server is closed in the middle to see what happens then
class FollowedRegistryIT {
    private static final Path SHIPPED = Path.of("../pipelines/transactions");
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int EVENTS = 1_000;

    @TempDir
    private Path work;

    /** The shipped pipeline, which follows an alias. */
    private Path pipeline(MlflowServer server) throws Exception {
        var folder = Files.createDirectory(work.resolve("transactions"));
        try (var files = Files.walk(SHIPPED)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var copy = folder.resolve(SHIPPED.relativize(file).toString());
                Files.createDirectories(requireNonNull(copy.getParent()));
                Files.copy(file, copy);
            }
        }
        var follow = """

                rollout:
                  follow: { source: models:/fraud@champion, server: %s, every: 1s }
                """.formatted(server.uri());
        Files.writeString(folder.resolve("pipeline.yaml"), Files.readString(folder.resolve("pipeline.yaml")) + follow);
        return folder;
    }

    private static String champion(Operator operator) {
        var state = operator.state();
        var digest = state.timeline().last().orElseThrow().champion();
        return state.find(digest).orElseThrow().version().version();
    }

    @Test
    void anAliasThatMovesIsARolloutAndAServerThatIsGoneStopsNoScoring() throws Exception {
        MlflowServer.install();
        try (var kafka = KafkaUnderTest.start();
                var server = MlflowServer.start(Files.createDirectory(work.resolve("mlflow")))) {
            server.logModels(SHIPPED.resolve("model"));
            try (var stand = new Stand(kafka.bootstrap(), pipeline(server), 20_000, 2);
                    var runtime = stand.start(work.resolve("state"));
                    var operator = Operator.open(
                            stand.pipeline(),
                            Map.of("bootstrap.servers", kafka.bootstrap()),
                            SchemaRegistry.connect(stand.registryUrl()),
                            PATIENCE,
                            Clock.systemUTC())) {
                Await.until("the instance is ready", PATIENCE, runtime::ready);
                stand.publish(EVENTS);
                stand.readOutcomes(EVENTS);
                assertThat(champion(operator))
                        .as("what the alias points to is there already")
                        .isEqualTo("1");

                // When
                var twin = TwinModel.write(SHIPPED.resolve("model"), "twin", work.resolve("twin"));
                int version = server.logVersion(twin);
                server.moveAlias("champion", version);

                // Then
                Await.until("the alias is followed", PATIENCE, () -> champion(operator)
                        .equals("twin"));
                assertThat(operator.state().called("twin").version().source()).isEqualTo("models:/fraud/" + version);
                assertThat(operator.state().champions()).isEqualTo("models:/fraud@champion");

                // When
                server.close();
                stand.publish(EVENTS);
                stand.settle();

                // Then
                assertThat(stand.predictions())
                        .filteredOn(said -> said.get("model_version").toString().equals("twin"))
                        .hasSizeGreaterThan(EVENTS / 2);
                Await.until("all roles are at work", PATIENCE, runtime::ready);
                assertThat(stand.readToTheEnd().missing()).isEqualTo(0);
            }
        }
    }
}
