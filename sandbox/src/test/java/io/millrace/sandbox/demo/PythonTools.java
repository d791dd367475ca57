package io.millrace.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Python packages that are no part of Millrace: they are installed once per checkout, in a folder of their own. */
record PythonTools(Path folder) {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /**
     * A Python that has packages; the test is skipped where there is no Python.
     *
     * @param name of the folder
     * @param imports modules by which one sees that they are there
     * @param packages as pip takes them
     */
    static PythonTools with(String name, String imports, String... packages) throws InterruptedException {
        assumeTrue(succeeds(List.of("python3", "--version")), "no python3: nothing of Python's is tried here");
        var tools = new PythonTools(Path.of("target", name).toAbsolutePath());
        if (!succeeds(List.of(tools.python(), "-c", "import " + imports))) {
            assertThat(succeeds(List.of("python3", "-m", "venv", tools.folder.toString())))
                    .isTrue();
            var install =
                    new ArrayList<>(List.of(tools.folder.resolve("bin/pip").toString(), "install", "--quiet"));
            install.addAll(List.of(packages));
            assertThat(succeeds(install)).isTrue();
        }
        return tools;
    }

    String python() {
        return folder.resolve("bin/python").toString();
    }

    private static boolean succeeds(List<String> command) throws InterruptedException {
        try {
            var process = new ProcessBuilder(command).inheritIO().start();
            return process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
