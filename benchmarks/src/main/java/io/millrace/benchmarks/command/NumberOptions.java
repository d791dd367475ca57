package io.millrace.benchmarks.command;

import io.millrace.app.model.NativeLibrary;
import io.millrace.app.pipeline.InvalidPipelineException;
import io.millrace.app.pipeline.Part;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.pipeline.PipelineFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import picocli.CommandLine.Option;

/** What is scored. */
final class NumberOptions {
    private static final String NUMBERS = "scoring";
    private static final String POINTS = "scoring-points";
    private static final int QUICK = 20_000;

    @Option(names = "--events", paramLabel = "N", description = "to be scored (default: ${DEFAULT-VALUE})")
    private long events = 1_000_000;

    @Option(names = "--partitions", paramLabel = "N", description = "of the event topic (default: ${DEFAULT-VALUE})")
    private int partitions = 4;

    @Option(names = "--wide", description = "events of 784 numbers instead of 30")
    private boolean wide;

    /** @param quick takes few */
    long events(boolean quick) {
        return quick ? Math.min(QUICK, events) : events;
    }

    int partitions() {
        return partitions;
    }

    /** The pipeline that scores them. */
    Pipeline pipeline() throws IOException, InvalidPipelineException {
        return read(wide ? POINTS : NUMBERS);
    }

    /** The pipeline whose model is of the shape that Crayfish has. */
    static Pipeline points() throws IOException, InvalidPipelineException {
        return read(POINTS);
    }

    /** A pipeline of this repository, as it is shipped. */
    static Pipeline shipped(String name) throws IOException, InvalidPipelineException {
        NativeLibrary.prepare(Home.target().resolve("native"));
        return PipelineFolder.read(Home.folder().resolve("pipelines").resolve(name));
    }

    private static Pipeline read(String name) throws IOException, InvalidPipelineException {
        NativeLibrary.prepare(Home.target().resolve("native"));
        Path folder = Home.folder().resolve("benchmarks/pipelines").resolve(name);
        return PipelineFolder.read(folder, EnumSet.of(Part.MODEL));
    }
}
