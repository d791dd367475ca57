package io.millrace.app.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts for a shell, which takes the place of Python: what is tried is how they are called. */
class TrainingScriptTest {
    private final List<String> said = new CopyOnWriteArrayList<>();

    @TempDir
    private Path folder;

    private Path out;

    @BeforeEach
    void out() throws Exception {
        out = Files.createDirectory(folder.resolve("out"));
    }

    private TrainingScript script(String text) throws Exception {
        Files.writeString(folder.resolve("train.py"), text);
        return new TrainingScript(List.of("sh"), folder, Duration.ofSeconds(30));
    }

    private void run(TrainingScript script) throws Exception {
        script.run(folder.resolve("features.csv.gz"), out, "7", said::add);
    }

    @Test
    void isToldWhereFeaturesAreWhereTheModelGoesAndWhatItIsCalled() throws Exception {
        run(script("echo $@\npwd\ntouch $4/model.yaml\n"));

        assertThat(said)
                .containsExactly(
                        "--features " + folder.resolve("features.csv.gz") + " --out " + out + " --model-version 7",
                        folder.toRealPath().toString());
    }

    @Test
    void failsWithItsExitStatusAndWhatItPrintedIsTold() throws Exception {
        var script = script("echo no labels >&2\nexit 3\n");

        assertThatThrownBy(() -> run(script))
                .isInstanceOf(TrainingFailedException.class)
                .hasMessage("train.py failed with exit status 3; what it printed says why");
        assertThat(said).containsExactly("no labels");
    }

    @Test
    void failsIfItLeavesNoModel() throws Exception {
        var script = script("exit 0\n");

        assertThatThrownBy(() -> run(script))
                .isInstanceOf(TrainingFailedException.class)
                .hasMessage("train.py left no model.yaml in " + out);
    }

    @Test
    void isStoppedWithAllThatItStartedWhenItTakesTooLong() throws Exception {
        Files.writeString(folder.resolve("train.py"), "sleep 600 &\necho $!\nsleep 600\n");
        var hasty = new TrainingScript(List.of("sh"), folder, Duration.ofMillis(500));

        assertThatThrownBy(() -> run(hasty))
                .isInstanceOf(TrainingFailedException.class)
                .hasMessageStartingWith("train.py took longer than 0 s");
        var child = ProcessHandle.of(Long.parseLong(said.get(0)));
        if (child.isPresent()) {
            assertThat(child.get().onExit()).succeedsWithin(Duration.ofSeconds(10)); // a signal takes its time
        }
    }

    @Test
    void saysWhichPythonCannotBeStarted() throws Exception {
        Files.writeString(folder.resolve("train.py"), "");
        var none = new TrainingScript(List.of("no-such-python"), folder, Duration.ofSeconds(30));

        assertThatThrownBy(() -> run(none))
                .isInstanceOf(TrainingFailedException.class)
                .hasMessageStartingWith("cannot run no-such-python")
                .hasMessageEndingWith("name a Python (--python)");
    }

    @Test
    void isThereOrNot() throws Exception {
        assertThat(new TrainingScript(List.of("sh"), folder, Duration.ofSeconds(1)).exists())
                .isFalse();
        assertThat(script("").exists()).isTrue();
    }
}
