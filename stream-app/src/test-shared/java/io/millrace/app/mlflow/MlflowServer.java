package io.millrace.app.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A real MLflow server with a database and artefacts of its own. MLflow is no part of Millrace: it is installed once per checkout. */
public final class MlflowServer implements AutoCloseable {
    /** Whichever module the tests are of. */
    private static final Path MODULE =
            Path.of("..", "stream-app").toAbsolutePath().normalize();

    private static final Path SCRIPTS = MODULE.resolve(Path.of("src", "test", "mlflow"));
    private static final Path VENV = MODULE.resolve(Path.of("target", "mlflow-venv"));
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final URI uri;

    private MlflowServer(Process process, URI uri) {
        this.process = process;
        this.uri = uri;
    }

    /** Installs MLflow unless it is there; skips the tests where there is no Python. */
    public static void install() throws Exception {
        assumeTrue(
                run(List.of("python3", "--version"), URI.create("")).isPresent(),
                "no python3: nothing is fetched from a real MLflow here");
        var requirements = SCRIPTS.resolve("requirements.txt");
        var installed = VENV.resolve("requirements.txt");
        if (Files.exists(installed) && Files.mismatch(requirements, installed) < 0) {
            return;
        }
        assertThat(run(List.of("python3", "-m", "venv", VENV.toString()), URI.create("")))
                .isPresent();
        var pip = List.of(tool("pip"), "install", "--quiet", "--requirement", requirements.toString());
        assertThat(run(pip, URI.create("")))
                .as("pip install -r " + requirements)
                .isPresent();
        Files.write(installed, Files.readAllBytes(requirements));
    }

    /** A server whose database and artefacts are in a folder; to be closed by the caller. */
    public static MlflowServer start(Path folder) throws Exception {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        var command = List.of(
                tool("mlflow"),
                "server",
                "--host",
                "127.0.0.1",
                "--port",
                String.valueOf(port),
                "--workers",
                "1",
                "--backend-store-uri",
                "sqlite:///" + folder.resolve("mlflow.db").toAbsolutePath(),
                "--serve-artifacts",
                "--artifacts-destination",
                folder.resolve("artifacts").toString());
        var process = process(command, URI.create(""))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("mlflow.log").toFile())
                .start();
        var server = new MlflowServer(process, URI.create("http://127.0.0.1:" + port));
        server.awaitHealth();
        return server;
    }

    private void awaitHealth() throws Exception {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isHealthy()) {
            assertThat(process.isAlive() && System.nanoTime() < deadline)
                    .as("the MLflow server has started")
                    .isTrue();
            assertThat(process.waitFor(200, TimeUnit.MILLISECONDS))
                    .as("the MLflow server has ended")
                    .isFalse();
        }
    }

    private boolean isHealthy() throws InterruptedException {
        try {
            var health = HttpRequest.newBuilder(uri.resolve("/health"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return client.send(health, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** Its address. */
    public URI uri() {
        return uri;
    }

    /** Runs {@code log_models.py}; the logged model's identity. */
    public String logModels(Path folder) throws Exception {
        var output =
                run(List.of(tool("python"), SCRIPTS.resolve("log_models.py").toString(), folder.toString()), uri);
        return lastLine(output);
    }

    /** Runs {@code log_version.py}; the number of the next version of the model {@code fraud}, which is in the folder. */
    public int logVersion(Path folder) throws Exception {
        var output =
                run(List.of(tool("python"), SCRIPTS.resolve("log_version.py").toString(), folder.toString()), uri);
        return Integer.parseInt(lastLine(output));
    }

    /** As another client of the registry would. */
    public void moveAlias(String alias, int version) throws Exception {
        var body = "{\"name\": \"fraud\", \"alias\": \"" + alias + "\", \"version\": \"" + version + "\"}";
        var request = HttpRequest.newBuilder(uri.resolve("/api/2.0/mlflow/registered-models/alias"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }

    /** MLflow tells of other things before. */
    private static String lastLine(Optional<String> output) {
        return output.orElseThrow().lines().reduce("", (last, line) -> line.isBlank() ? last : line.strip());
    }

    private static String tool(String name) {
        return VENV.resolve("bin").resolve(name).toString();
    }

    /** What a command prints, if it succeeds. */
    private static Optional<String> run(List<String> command, URI tracking) throws Exception {
        var output = File.createTempFile("millrace-mlflow", ".log");
        try {
            var running = process(command, tracking).redirectOutput(output).start();
            boolean hasSucceeded = running.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) && running.exitValue() == 0;
            return hasSucceeded ? Optional.of(Files.readString(output.toPath())) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } finally {
            Files.delete(output.toPath());
        }
    }

    private static ProcessBuilder process(List<String> command, URI tracking) {
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("MLFLOW_TRACKING_URI", tracking.toString());
        builder.environment().put("MLFLOW_DISABLE_TELEMETRY", "true");
        builder.environment().put("DO_NOT_TRACK", "true");
        return builder;
    }

    /** With the workers it has started. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
    }
}
