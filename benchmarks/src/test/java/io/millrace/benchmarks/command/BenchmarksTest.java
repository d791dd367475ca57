package io.millrace.benchmarks.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchmarksTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private int run(String... arguments) {
        return Benchmarks.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    @Test
    void helpNamesEveryBenchmarkAndAnExample() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString())
                .contains(
                        "replay",
                        "layout",
                        "state",
                        "live",
                        "scoring",
                        "scoring-latency",
                        "monitor",
                        "micro",
                        "drift-study",
                        "hot",
                        "Examples:")
                .doesNotContainPattern("\\R  drain");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "replay",
                "layout",
                "state",
                "live",
                "scoring",
                "scoring-latency",
                "monitor",
                "micro",
                "drift-study",
                "hot"
            })
    void everyBenchmarkExplainsItself(String name) {
        assertThat(run(name, "--help")).isZero();
        assertThat(out.toString()).contains("Example:", "benchmarks/run " + name);
    }

    @Test
    void noRoundsAreAMistake() {
        assertThat(run("state", "--rounds", "0")).isEqualTo(2);
        assertThat(err.toString()).contains("--rounds must be positive");
    }

    @Test
    void aFileThatIsNotThereIsAMistake() {
        assertThat(run("replay", "--events", folder.resolve("none.csv.gz").toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("no such file");
    }

    @Test
    void aDriftStudyIsPrintedAndWritten() throws IOException {
        var tables = folder.resolve("figures.md");
        assertThat(run("drift-study", "--quick", "--out", tables.toString())).isZero();
        assertThat(out.toString().strip())
                .contains("| default | 2 |")
                .isEqualTo(Files.readString(tables).strip());
        assertThat(folder.resolve("figures.json")).content().contains("\"seed\" : 1");
        assertThat(err.toString()).contains("run 2 of 2");
    }

    @Test
    void windowsThatAreNotStudiedAreAMistake() {
        assertThat(run("drift-study", "--rows", "7")).isEqualTo(2);
        assertThat(err.toString()).contains("there are no windows of 7 rows");
    }
}
