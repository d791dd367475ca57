package io.millrace.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.millrace.app.command.Millrace;
import io.millrace.app.pipeline.PipelineFolder;
import io.millrace.app.runtime.PipelineRuntime;
import io.millrace.app.runtime.Role;
import io.millrace.app.runtime.RunSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From drift to a candidate that was trained on what drifted: on a real broker, with the shipped pipeline's own train.py. */
class RetrainingIT {
    private static final Path PIPELINES = Path.of("../pipelines");
    private static final int EVENTS = 40_000;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** As a shell divides a command: words, or what is in single quotes. */
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    @TempDir
    private Path work;

    private final List<JsonNode> told = new CopyOnWriteArrayList<>();
    private final List<String> keys = new CopyOnWriteArrayList<>();

    /** Takes what it is told at the second try. */
    private HttpServer listener() throws Exception {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
                var body = exchange.getRequestBody().readAllBytes();
                if (keys.size() == 1) {
                    exchange.sendResponseHeaders(503, -1);
                } else {
                    told.add(new ObjectMapper().readTree(body));
                    exchange.sendResponseHeaders(204, -1);
                }
            }
        });
        server.start();
        return server;
    }

    private Path folder() throws Exception {
        Files.copy(PIPELINES.resolve("training.py"), work.resolve("training.py"));
        var from = PIPELINES.resolve("transactions");
        var to = work.resolve("transactions");
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
        return to;
    }

    private record Answer(int status, String out, String err) {}

    private static Answer millrace(List<String> arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int status = Millrace.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
        return new Answer(status, out.toString(), err.toString());
    }

    @Test
    void driftAsksForAModelAndItsCommandMakesOneThatEveryInstanceHasAtHand() throws Exception {
        var requirements =
                PIPELINES.resolve("requirements.txt").toAbsolutePath().toString();
        var tools = PythonTools.with(
                "training-venv", "lightgbm, onnxmltools, pandas, sklearn, skl2onnx, yaml", "-r", requirements);
        var folder = folder();
        var listener = listener();
        try (var kafka = KafkaUnderTest.start();
                var stand = new Stand(kafka.bootstrap(), folder, EVENTS, 2)) {
            var where = URI.create("http://127.0.0.1:" + listener.getAddress().getPort() + "/retrain?key=secret");
            var settings = new RunSettings(
                            kafka.bootstrap(),
                            stand.registryUrl(),
                            work.resolve("state"),
                            0,
                            1,
                            Role.of(stand.pipeline()),
                            null,
                            0)
                    .telling(where);
            try (var runtime = new PipelineRuntime(PipelineFolder.read(folder), settings)) {
                runtime.start(Clock.systemUTC());
                Await.until("the instance is ready", PATIENCE, runtime::ready);

                // When
                stand.publishAll();
                Await.until("a model is asked for", PATIENCE, () -> !told.isEmpty());

                // Then
                var request = told.get(0);
                assertThat(keys).startsWith(request.get("request_id").asText());
                assertThat(keys.get(1)).as("told again, not another").isEqualTo(keys.get(0));
                assertThat(request.get("pipeline").asText()).isEqualTo("transactions");
                assertThat(request.get("evidence"))
                        .hasSizeGreaterThanOrEqualTo(3)
                        .allSatisfy(alert -> {
                            assertThat(alert.get("value").asDouble())
                                    .isGreaterThan(alert.get("threshold").asDouble());
                            assertThat(alert.get("since").asText()).startsWith("2026-");
                        });

                // When
                var command = new ArrayList<>(words(request.get("train_command").asText()));
                assertThat(command.remove(0)).isEqualTo("millrace");
                var cluster = List.of("--bootstrap", kafka.bootstrap(), "--registry", stand.registryUrl());
                command.addAll(cluster);
                command.addAll(List.of("--python", tools.python(), "--model-version", "retrained", "--json"));
                command.addAll(List.of("--out", work.resolve("made").toString()));
                var trained = millrace(command);

                // Then
                assertThat(trained.status()).as(trained.err()).isZero();
                var made = new ObjectMapper().readTree(trained.out());
                assertThat(made.get("rows").asLong()).isGreaterThan(EVENTS / 4);
                assertThat(made.get("registered").asBoolean()).isTrue();
                assertThat(made.get("version").asText()).isEqualTo("retrained");
                assertThat(trained.err()).contains("testAreaUnderRoc").contains("rejected: {");

                // When
                var shadow = new ArrayList<>(List.of("model", "shadow", folder.toString(), "retrained"));
                shadow.addAll(List.of("--reason", "trained anew"));
                shadow.addAll(cluster);
                var taken = millrace(shadow);

                // Then
                assertThat(taken.status()).as(taken.err()).isZero();

                // When
                var set = new ArrayList<>(
                        words(request.get("training_set_command").asText()));
                set.remove(0);
                set.set(set.indexOf("--out") + 1, work.resolve("set.csv.gz").toString());
                set.addAll(cluster);
                var replayed = millrace(set);

                // Then
                assertThat(replayed.status()).as(replayed.err()).isZero();
                assertThat(work.resolve("set.csv.gz"))
                        .hasSameBinaryContentAs(Path.of(made.get("features").asText()));
            }
        } finally {
            listener.stop(0);
        }
    }

    private static List<String> words(String command) {
        return WORD.matcher(command)
                .results()
                .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
                .toList();
    }
}
