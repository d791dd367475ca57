package io.millrace.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.app.command.Millrace;
import io.millrace.app.command.NativeCache;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network of PyTorch's with weights of eight bits, made by the real Python tools. */
class QuantiseIT {
    private static final Path ZOO = Path.of("../stream-app/src/test/resources/zoo");
    private static PythonTools tools;

    @TempDir
    private Path folder;

    @BeforeAll
    static void installTools() throws Exception {
        tools = PythonTools.with("quantise-venv", "onnx, onnxruntime", "onnx==1.20.0", "onnxruntime==1.23.2");
        NativeCache.prepare();
    }

    private Path pipeline() throws Exception {
        var zoo = new ObjectMapper().readTree(ZOO.resolve("zoo.json").toFile());
        var scores = StreamSupport.stream(zoo.get("models").spliterator(), false)
                .filter(member -> member.get("name").asText().equals("torch-mlp"))
                .findFirst()
                .orElseThrow()
                .get("scores");
        var model = Files.createDirectories(folder.resolve("model"));
        var file = Files.copy(ZOO.resolve("torch-mlp.onnx"), model.resolve("torch-mlp.onnx"));
        var manifest = new StringBuilder("""
                name: torch-mlp
                version: 1
                file: torch-mlp.onnx
                sha256: %s
                input: features
                features: [amount, average, items]
                golden:
                """.formatted(sha256(file)));
        for (int i = 0; i < scores.size(); i++) {
            var row = zoo.get("rows").get(i);
            manifest.append("  - { row: [%s, %s, %s], score: %s }%n"
                    .formatted(row.get("amount"), row.get("average"), row.get("items"), scores.get(i)));
        }
        Files.writeString(model.resolve("model.yaml"), manifest);
        Files.writeString(folder.resolve("payment.avsc"), """
                {"type": "record", "name": "Payment", "fields": [
                  {"name": "id", "type": "string"},
                  {"name": "time", "type": {"type": "long", "logicalType": "timestamp-millis"}},
                  {"name": "amount", "type": "double"}, {"name": "average", "type": "double"},
                  {"name": "items", "type": "int"}]}
                """);
        Files.writeString(folder.resolve("pipeline.yaml"), """
                name: zoo
                events: { topic: payments, schema: payment.avsc, id: id, time: time }
                features:
                  - values: { amount: amount, average: average, items: items }
                model: { source: model/, score: score, threshold: 0.5 }
                """);
        return model;
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
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
                                tools.python(),
                                "--tolerance",
                                tolerance,
                                "--json")
                        .toArray(String[]::new));
        return new Answer(status, out.toString(), err.toString());
    }

    @Test
    void eightBitsSayNearlyTheSameAndTheGateHoldsThemToWhatIsAllowed() throws Exception {
        var model = pipeline();

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
