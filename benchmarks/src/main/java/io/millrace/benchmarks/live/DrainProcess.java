package io.millrace.benchmarks.live;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs {@link LiveDrain} in a process of its own: no run finds code compiled for another's stores. */
final class DrainProcess {
    private final List<String> command;
    private final Path log;

    /**
     * Processes that are started so.
     *
     * @param command main class and arguments to which those of the run are added; it prints a {@link LiveDrain.Result} as JSON
     * @param log what a process says on standard error; replaced with every run
     */
    DrainProcess(List<String> command, Path log) {
        this.command = List.copyOf(command);
        this.log = log;
    }

    /** @param flight where it is recorded to; null for not at all */
    LiveDrain.Result run(Contender contender, Path pipeline, LiveDrain.Place place, long events, @Nullable Path flight)
            throws IOException, InterruptedException {
        var words = new ArrayList<String>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        if (flight != null) {
            words.add("-XX:StartFlightRecording=settings=profile,filename=" + flight);
        }
        words.addAll(command);
        words.addAll(List.of(
                "--pipeline",
                pipeline.toString(),
                "--stores",
                contender.stores().name()));
        if (contender.bareState()) {
            words.add("--bare-state");
        }
        words.addAll(List.of("--bootstrap", place.bootstrap(), "--registry", place.registryUrl()));
        words.addAll(List.of("--partitions", Integer.toString(place.partitions())));
        words.addAll(List.of("--application", place.application(), "--predictions", place.predictions()));
        words.addAll(List.of("--state-dir", place.stateDir().toString(), "--events", Long.toString(events)));
        var builder = new ProcessBuilder(words).redirectError(log.toFile());
        // by the environment, because some native libraries crash on a long command line
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        var process = builder.start();
        try {
            var answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(
                        "a drain ended with status " + process.exitValue() + ":\n" + Files.readString(log));
            }
            var lines = answer.lines().toList();
            return new ObjectMapper().readValue(lines.get(lines.size() - 1), LiveDrain.Result.class);
        } finally {
            process.destroy();
        }
    }
}
