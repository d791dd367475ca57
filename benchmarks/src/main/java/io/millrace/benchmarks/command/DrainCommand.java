package io.millrace.benchmarks.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.app.pipeline.Part;
import io.millrace.app.pipeline.PipelineFolder;
import io.millrace.benchmarks.live.LiveDrain;
import io.millrace.enrich.topology.StoreKind;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One run of {@code live}, in the process that {@code live} starts for it. Prints what it came to as one line of JSON. */
@Command(name = DrainCommand.NAME, hidden = true)
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class DrainCommand implements Callable<Integer> {
    static final String NAME = "drain";

    @Option(names = "--pipeline", required = true)
    private Path folder;

    @Option(names = "--stores", required = true)
    private StoreKind stores;

    @Option(names = "--bare-state")
    private boolean bareState;

    @Mixin
    private PlaceOptions place = new PlaceOptions();

    @Option(names = "--events", required = true)
    private long events;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        var pipeline = PipelineFolder.read(folder, EnumSet.noneOf(Part.class));
        var result = new LiveDrain(pipeline, place.place(), stores, bareState).run(events);
        spec.commandLine().getOut().println(new ObjectMapper().writeValueAsString(result));
        return 0;
    }
}
