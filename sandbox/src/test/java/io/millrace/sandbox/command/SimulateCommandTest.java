package io.millrace.sandbox.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SimulateCommandTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void writesAStreamIntoFilesAndSaysHowMuch() throws IOException {
        var code = run(
                "transactions",
                "--customers",
                "20",
                "--days",
                "5",
                "--start",
                "2026-01-01T00:00:00Z",
                "--out",
                folder.toString(),
                "--json");

        var summary = new ObjectMapper().readTree(out.toString());
        assertThat(code).isZero();
        assertThat(summary.get("events").asInt())
                .isPositive()
                .isEqualTo(summary.get("accept").asInt())
                .isEqualTo(summary.get("outcomes").asInt())
                .isEqualTo(lines("events.csv.gz") - 1);
        assertThat(summary.get("references").asInt()).isEqualTo(20);
        assertThat(summary.get("firstEvent").asText()).startsWith("2026-01-01T");
        assertThat(err.toString()).as("no terminal, no progress").isEmpty();
    }

    @Test
    void theSameCommandWritesTheSameBytes() throws IOException {
        String[] command = {
            "sensors",
            "--machines",
            "3",
            "--days",
            "2",
            "--start",
            "2026-01-01T00:00:00Z",
            "--drift-at",
            "1d",
            "--late",
            "0.1",
            "--duplicate",
            "0.1",
            "--out",
            folder.toString()
        };
        run(command);
        var first = Files.readAllBytes(folder.resolve("events.csv.gz"));

        run(command);

        assertThat(Files.readAllBytes(folder.resolve("events.csv.gz"))).isEqualTo(first);
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThat(run("transactions", "--machines", "3", "--out", folder.toString()))
                .isEqualTo(2);
        assertThat(run("sensors", "--customers", "3", "--out", folder.toString()))
                .isEqualTo(2);
        assertThat(run("sensors", "--late", "1.5", "--out", folder.toString())).isEqualTo(2);
        assertThat(run("sensors", "--malformed", "0.1", "--out", folder.toString()))
                .isEqualTo(2);
        assertThat(run("sensors", "--drift-at", "soon", "--out", folder.toString()))
                .isEqualTo(2);
        assertThat(run("sensors", "--days", "0", "--out", folder.toString())).isEqualTo(2);
        assertThat(run("weather", "--out", folder.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("--machines is for sensors", "late outside [0, 1]: 1.5", "--malformed");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void helpShowsAnExample() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("millrace simulate transactions --customers 500 --days 60 --out data");
    }

    private int run(String... arguments) {
        return new CommandLine(new SimulateCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private long lines(String name) throws IOException {
        try (var in = new GZIPInputStream(Files.newInputStream(folder.resolve(name)))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().count();
        }
    }
}
