package io.millrace.benchmarks.command;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where runs are recorded by Java's flight recorder. */
final class FlightOption {
    @Option(names = "--jfr", paramLabel = "FOLDER", description = "record every run there, for benchmarks/run hot")
    private @Nullable Path folder;

    /** Null if they are not. */
    @Nullable
    Path folder() {
        return folder;
    }
}
