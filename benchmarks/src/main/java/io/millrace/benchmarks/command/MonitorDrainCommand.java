package io.millrace.benchmarks.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.app.model.NativeLibrary;
import io.millrace.app.pipeline.PipelineFolder;
import io.millrace.benchmarks.monitor.Contender;
import io.millrace.benchmarks.monitor.MonitorDrain;
import io.millrace.benchmarks.monitor.Watch;
import io.millrace.drift.window.RowSample;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One run of {@code monitor}, in the process that it starts for it; prints what it came to as one line of JSON. */
@Command(name = MonitorDrainCommand.NAME, hidden = true)
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class MonitorDrainCommand implements Callable<Integer> {
    static final String NAME = "drain-monitor";

    @Option(names = "--contender", required = true)
    private Contender contender;

    @Option(names = "--pipeline", required = true)
    private Path folder;

    @Option(names = "--events", required = true)
    private long events;

    @Option(names = "--sample", required = true)
    private double sample;

    @Option(names = "--window-minutes", required = true)
    private long windowMinutes;

    @Mixin
    private PlaceOptions place = new PlaceOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        NativeLibrary.prepare(Home.target().resolve("native"));
        var pipeline = PipelineFolder.read(folder);
        var watch = new Watch(new RowSample(sample), Duration.ofMinutes(windowMinutes));
        var result = new MonitorDrain(pipeline, place.place(), contender, watch).run(events);
        spec.commandLine().getOut().println(new ObjectMapper().writeValueAsString(result));
        return 0;
    }
}
