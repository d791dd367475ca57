package io.millrace.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.sandbox.command.SandboxMillrace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Millrace in a process of its own, with a folder for its output and its temporary files. Closing kills it. */
final class MillraceProcess implements AutoCloseable {
    private static final int LAST_WORDS = 20_000;

    private final Process process;
    private final Path folder;

    private MillraceProcess(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
    }

    static MillraceProcess start(Path folder, String... arguments) throws IOException {
        return start(folder, List.of(), SandboxMillrace.class, arguments);
    }

    /**
     * Starts another program, or with options. The class path goes through the environment: a long command line crashes ONNX Runtime's
     * native code.
     */
    static MillraceProcess start(Path folder, List<String> javaOptions, Class<?> main, String... arguments)
            throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(javaOptions);
        command.add("-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return new MillraceProcess(builder.start(), folder);
    }

    /** All it has said so far. */
    String output() throws IOException {
        return Files.readString(folder.resolve("output"));
    }

    /** Where it keeps temporary files. */
    Path temporary() {
        return folder.resolve("tmp");
    }

    /** The processes it has started, and those they have. */
    List<ProcessHandle> descendants() {
        return process.descendants().toList();
    }

    void assertAlive() {
        assertThat(process.isAlive()).as("still running").isTrue();
    }

    /** The end of its output: where it failed, why. */
    String lastWords() throws IOException {
        String all = output();
        return all.substring(Math.max(0, all.length() - LAST_WORDS));
    }

    /** @param name such as {@code TERM} */
    void signal(String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    /** Ends it at once, as {@code kill -9} does; returns when it is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Its exit status. */
    int awaitExit(Duration patience) throws Exception {
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("still running after " + patience + ": " + output());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
