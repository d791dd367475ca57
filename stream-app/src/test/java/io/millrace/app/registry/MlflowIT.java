package io.millrace.app.registry;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.app.command.NativeCache;
import io.millrace.app.gate.Gate;
import io.millrace.app.gate.TrustedKeys;
import io.millrace.app.mlflow.MlflowServer;
import io.millrace.app.pipeline.InvalidPipelineException;
import io.millrace.app.pipeline.Part;
import io.millrace.app.pipeline.PipelineFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shipped model, to a real MLflow server and back. One server for all: the last test stops it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MlflowIT {
    @TempDir
    private static Path home;

    private static MlflowServer server;
    private static String logged;
    private static Registries registries;

    @TempDir
    private Path folder;

    @BeforeAll
    static void logTheShippedModel() throws Exception {
        MlflowServer.install();
        NativeCache.prepare();
        server = MlflowServer.start(home);
        logged = server.logModels(Models.SHIPPED);
        registries = new Registries(Optional.of(new TrackingServer(server.uri(), Credentials.NONE)));
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    private Fetched fetch(String source) throws Exception {
        return registries.fetch(ModelSource.parse(source), folder.resolve("into"), FetchLimits.DEFAULT);
    }

    private static void assertShipped(Path fetched) throws Exception {
        assertThat(fetched.resolve("model.yaml")).hasBinaryContent(Models.MANIFEST);
        assertThat(fetched.resolve("fraud.onnx")).hasBinaryContent(Models.ONNX);
        try (var files = Files.list(fetched)) {
            assertThat(files).hasSize(2);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "models:/fraud@champion, models:/fraud/1",
        "models:/fraud/2, models:/fraud/2",
        "models:/fraud/Staging, models:/fraud/2",
        "models:/fraud/None, models:/fraud/3",
        "models:/fraud/3, models:/fraud/3",
    })
    void whatIsFetchedIsWhatWasLogged(String asked, String origin) throws Exception {
        var fetched = fetch(asked);

        assertShipped(fetched.folder());
        assertThat(fetched.origin()).hasToString(origin);
    }

    @Test
    void aLoggedModelNeedsNoRegistration() throws Exception {
        assertShipped(fetch("models:/" + logged).folder());
    }

    @ParameterizedTest
    @CsvSource({
        "models:/fraud@nobody",
        "models:/nobody@champion",
        "models:/fraud/99",
        "models:/fraud/Production",
        "models:/m-00000000000000000000000000000000"
    })
    void whatIsNotThereIsRefused(String source) {
        assertThatThrownBy(() -> fetch(source))
                .isInstanceOf(UnavailableModelException.class)
                .hasMessage(source + ": there is none at " + server.uri());
    }

    @Test
    void aPipelineFileMayNameAnAlias() throws Exception {
        var pipeline = Files.createDirectories(folder.resolve("pipeline"));
        for (var file : List.of("transaction.avsc", "customer.avsc", "transaction-outcome.avsc", "profile.json")) {
            Files.copy(Models.SHIPPED.resolveSibling(file), pipeline.resolve(file));
        }
        var yaml = Files.readString(Models.SHIPPED.resolveSibling("pipeline.yaml"));
        Files.writeString(
                pipeline.resolve("pipeline.yaml"), yaml.replace("source: model/", "source: models:/fraud@champion"));
        var kept = new KeptModels(() -> registries, folder.resolve("kept"));

        var read = PipelineFolder.read(pipeline, EnumSet.allOf(Part.class), new Gate(TrustedKeys.NONE), kept);

        assertShipped(requireNonNull(read.model()).folder());
        assertThatThrownBy(() -> PipelineFolder.read(pipeline))
                .isInstanceOf(InvalidPipelineException.class)
                .hasMessageContaining("model.source: is not in the pipeline's folder, and is not fetched here");
        var none = new KeptModels(() -> new Registries(Optional.empty()), folder.resolve("none"));
        assertThatThrownBy(() ->
                        PipelineFolder.read(pipeline, EnumSet.allOf(Part.class), new Gate(TrustedKeys.NONE), none))
                .isInstanceOf(InvalidPipelineException.class)
                .hasMessageContaining("model.source: cannot be fetched: models:/fraud@champion");
    }

    @Test
    void aModelWithoutAManifestIsRefusedSayingWhatToDo() {
        assertThatThrownBy(() -> fetch("models:/bare/1"))
                .isInstanceOf(UnavailableModelException.class)
                .hasMessageStartingWith("models:/bare/1: has no model.yaml: log the whole model folder");
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void theWatchSeesAnAliasMoveAndOutlivesTheServer() throws Exception {
        var heard = new ArrayList<String>();
        var executor = new ByHand();
        try (var watch = watch(executor, heard)) {
            watch.start();
            executor.runNext();
            assertThat(heard).containsExactly("models:/fraud/1");

            server.moveAlias("champion", 2);
            executor.runNext();
            executor.runNext();
            assertThat(heard).containsExactly("models:/fraud/1", "models:/fraud/2");

            server.close();
            executor.runNext();
            executor.runNext();
            var away = server.uri() + "/api/2.0/mlflow/registered-models/alias?... cannot be reached";
            assertThat(heard).containsExactly("models:/fraud/1", "models:/fraud/2", away, away);
            assertThat(executor.isIdle()).isFalse();
        } finally {
            executor.shutdownNow();
        }
    }

    private static RegistryWatch watch(ByHand executor, List<String> heard) {
        var limits = new FetchLimits(1, Duration.ofSeconds(30), Duration.ofSeconds(30));
        var listener = new WatchListener() {
            @Override
            public void moved(
                    ModelSource.Registered source, Optional<ModelSource.Version> before, ModelSource.Version now) {
                heard.add(now.toString());
            }

            @Override
            public void unseen(ModelSource.Registered source, UnavailableModelException why, long failures) {
                heard.add(String.valueOf(why.getMessage()));
            }
        };
        return new RegistryWatch(
                new ModelSource.Alias("fraud", "champion"),
                source -> registries.resolve(source, limits),
                Duration.ofSeconds(1),
                executor,
                listener,
                Optional.empty());
    }
}
