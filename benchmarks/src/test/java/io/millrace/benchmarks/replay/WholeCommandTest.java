package io.millrace.benchmarks.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeCommandTest {
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @TempDir
    private Path folder;

    @Test
    void aCommandThatEndsWellTookSomeTime() throws Exception {
        var effort = new WholeCommand(List.of(JAVA, "-version"), folder.resolve("log")).run(10);

        assertThat(effort.events()).isEqualTo(10);
        assertThat(effort.wallNanos()).isPositive();
        assertThat(folder.resolve("log")).isNotEmptyFile();
    }

    @Test
    void aCommandThatFailsIsNotMeasuredAndItsWordsAreShown() {
        var command = new WholeCommand(List.of(JAVA, "-no-such-option"), folder.resolve("log"));

        assertThatIOException().isThrownBy(() -> command.run(10)).withMessageContaining("no-such-option");
    }
}
