package io.millrace.benchmarks.drain;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.benchmarks.measure.Flight;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Does something in a process of its own: no run finds code compiled for another. */
public final class DrainProcess {
    private final List<String> command;
    private final Path log;

    /**
     * Processes that are started so.
     *
     * @param command main class and arguments to which those of the run are added; prints a {@link DrainResult} as JSON
     * @param log what a process says on standard error; replaced with every run
     */
    public DrainProcess(List<String> command, Path log) {
        this.command = List.copyOf(command);
        this.log = log;
    }

    /**
     * Runs it to its end.
     *
     * @param flight where it is recorded to; null for not at all
     */
    public DrainResult run(List<String> arguments, @Nullable Path flight) throws IOException, InterruptedException {
        var process = start(arguments, flight);
        try {
            var answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(
                        "a drain ended with status " + process.exitValue() + ":\n" + Files.readString(log));
            }
            var lines = answer.lines().toList();
            return new ObjectMapper().readValue(lines.get(lines.size() - 1), DrainResult.class);
        } finally {
            process.destroy();
        }
    }

    /** Starts it; the process is the caller's to end. */
    public Process start(List<String> arguments, @Nullable Path flight) throws IOException {
        var words = new ArrayList<String>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        if (flight != null) {
            words.add("-XX:StartFlightRecording=settings=" + Flight.SETTINGS + ",filename=" + flight);
        }
        words.addAll(command);
        words.addAll(arguments);
        var builder = new ProcessBuilder(words).redirectError(log.toFile());
        // by the environment, because some native libraries crash on a long command line
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return builder.start();
    }
}
