package io.millrace.benchmarks.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.concurrent.atomic.AtomicInteger;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;

/** Records what a contender does, as a JFR file for each of its runs; {@code benchmarks/run hot FILE} reads it. */
public final class Flight {
    /** The JDK's own settings that sample stacks every 10 ms and allocations at a bounded rate. */
    public static final String SETTINGS = "profile";

    private Flight() {}

    /** The same contender, recorded into files {@code NAME-RUN.jfr}. */
    public static <R> Rounds.Contender<R> recorded(Path folder, String name, Rounds.Contender<R> contender) {
        var runs = new AtomicInteger();
        return () -> {
            var file = file(folder, name, runs.incrementAndGet());
            try (var recording = new Recording(settings())) {
                recording.start();
                R result = contender.run();
                recording.stop();
                recording.dump(file);
                return result;
            }
        };
    }

    /** Where a run's recording goes; its folder is made. */
    public static Path file(Path folder, String name, int run) throws IOException {
        Files.createDirectories(folder);
        return folder.resolve(name.replaceAll("[^A-Za-z0-9]+", "-") + "-" + run + ".jfr");
    }

    private static Configuration settings() throws IOException {
        try {
            return Configuration.getConfiguration(SETTINGS);
        } catch (ParseException e) {
            throw new IOException("the JDK's settings " + SETTINGS + " cannot be read", e);
        }
    }
}
