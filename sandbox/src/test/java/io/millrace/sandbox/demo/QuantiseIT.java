package io.millrace.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.app.command.Millrace;
import io.millrace.app.command.NativeCache;
import io.millrace.app.model.Zoo;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network of PyTorch's with weights of eight bits, made by the real Python tools. */
class QuantiseIT {
    private static final Path VENV = Path.of("target/quantise-venv");
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @TempDir
    private Path folder;

    /** The Python tools are not part of Millrace: they are installed once per checkout. */
    @BeforeAll
    static void installTools() throws Exception {
        assumeTrue(succeeds("python3", "--version"), "no python3: models are not quantised here");
        if (!succeeds(VENV.resolve("bin/python").toString(), "-c", "import onnx, onnxruntime")) {
            assertThat(succeeds("python3", "-m", "venv", VENV.toString())).isTrue();
            assertThat(succeeds(
                            VENV.resolve("bin/pip").toString(),
                            "install",
                            "--quiet",
                            "onnx==1.20.0",
                            "onnxruntime==1.23.2"))
                    .isTrue();
        }
        NativeCache.prepare();
    }

    private static boolean succeeds(String... command) throws InterruptedException {
        try {
            var process = new ProcessBuilder(command).inheritIO().start();
            return process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private Path pipeline(Zoo.Member member) throws Exception {
        var model = Files.createDirectories(folder.resolve("model"));
        Files.copy(Zoo.folder().resolve(member.file()), model.resolve(member.file()));
        Files.writeString(model.resolve("model.yaml"), member.manifest());
        Files.writeString(folder.resolve("payment.avsc"), """
                {"type": "record", "name": "Payment", "fields": [
                  {"name": "id", "type": "string"},
                  {"name": "time", "type": {"type": "long", "logicalType": "timestamp-millis"}},
                  {"name": "amount", "type": "double"}, {"name": "average", "type": "double"},
                  {"name": "items", "type": "int"}, {"name": "night", "type": "boolean"}]}
                """);
        var values = member.features().stream()
                .map(feature -> feature.name() + ": " + feature.name())
                .collect(Collectors.joining(", ", "{ ", " }"));
        Files.writeString(folder.resolve("pipeline.yaml"), """
                name: zoo
                events: { topic: payments, schema: payment.avsc, id: id, time: time }
                features:
                  - values: %s
                model: { source: model/, score: "%s", threshold: 0.5 }
                """.formatted(values, member.score()));
        return model;
    }

    private record Answer(int status, String out, String err) {}

    private Answer optimise(Path model, String tolerance) {
        var out = new StringWriter();
        var err = new StringWriter();
        int status = Millrace.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(List.of(
                                "model",
                                "optimise",
                                model.toString(),
                                "--out",
                                folder.resolve("forms").toString(),
                                "--python",
                                VENV.resolve("bin/python").toString(),
                                "--tolerance",
                                tolerance,
                                "--json")
                        .toArray(String[]::new));
        return new Answer(status, out.toString(), err.toString());
    }

    @Test
    void eightBitsSayNearlyTheSameAndTheGateHoldsThemToWhatIsAllowed() throws Exception {
        var model = pipeline(Zoo.member("torch-mlp"));

        var allowed = optimise(model, "0.1");
        assertThat(allowed.status()).as(allowed.err() + allowed.out()).isZero();
        var int8 = new ObjectMapper().readTree(allowed.out()).at("/forms/2");
        assertThat(int8.at("/form").asText()).isEqualTo("int8");
        assertThat(int8.at("/largestDifference").asDouble()).isBetween(1e-9, 0.1);

        var refused = optimise(model, "0.000000001");
        assertThat(refused.status()).isEqualTo(2);
        assertThat(new ObjectMapper()
                        .readTree(refused.out())
                        .at("/forms/2/problem")
                        .asText())
                .contains("expected");
    }
}
