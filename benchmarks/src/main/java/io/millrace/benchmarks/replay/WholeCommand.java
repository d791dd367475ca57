package io.millrace.benchmarks.replay;

import io.millrace.benchmarks.measure.Effort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command that is measured as a whole process, from its start to its end. */
final class WholeCommand {
    private static final long LOOK_EVERY_MILLIS = 10;

    private final List<String> words;
    private final Path log;

    /** @param log where what the command says goes; replaced with every run */
    WholeCommand(List<String> words, Path log) {
        this.words = List.copyOf(words);
        this.log = log;
    }

    /**
     * Runs it. The processor time is that of the process itself, as last seen before it ended: up to ten milliseconds short.
     *
     * @throws IOException if it ends with another status than 0; the message ends with what it said
     */
    Effort run(long events) throws IOException, InterruptedException {
        long start = System.nanoTime();
        var process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            process.getOutputStream().close();
            var handle = process.toHandle();
            var cpu = Duration.ZERO;
            while (!process.waitFor(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                cpu = handle.info().totalCpuDuration().orElse(cpu);
            }
            long wall = System.nanoTime() - start;
            if (process.exitValue() != 0) {
                throw new IOException(String.join(" ", words) + " ended with status " + process.exitValue() + ":\n"
                        + Files.readString(log));
            }
            return new Effort(events, wall, cpu.toNanos());
        } finally {
            process.destroy();
        }
    }
}
