package io.millrace.benchmarks.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.app.model.NativeLibrary;
import io.millrace.app.pipeline.Part;
import io.millrace.app.pipeline.PipelineFolder;
import io.millrace.app.runtime.Tuning;
import io.millrace.benchmarks.scoring.Contender;
import io.millrace.benchmarks.scoring.ScoringDrain;
import io.millrace.benchmarks.scoring.ScoringService;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * One run of {@code scoring}, in the process that it starts for it: drains so many events and prints what it came to as one line of
 * JSON, or, without a number, scores until its standard input ends.
 */
@Command(name = ScoringDrainCommand.NAME, hidden = true)
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class ScoringDrainCommand implements Callable<Integer> {
    static final String NAME = "drain-scoring";

    @Option(names = "--contender", required = true)
    private Contender contender;

    @Option(names = "--pipeline", required = true)
    private Path folder;

    @Option(names = "--tuning")
    private Tuning tuning = Tuning.THROUGHPUT;

    @Option(names = "--events")
    private @Nullable Long events;

    @Option(names = "--bytes")
    private int bytes;

    @Mixin
    private PlaceOptions place = new PlaceOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        NativeLibrary.prepare(Home.target().resolve("native"));
        var pipeline = PipelineFolder.read(folder, EnumSet.of(Part.MODEL));
        if (events == null) {
            ScoringService.run(pipeline, contender, place.place(), tuning, System.in);
            return 0;
        }
        var result = new ScoringDrain(pipeline, place.place(), tuning).run(contender, events, bytes);
        spec.commandLine().getOut().println(new ObjectMapper().writeValueAsString(result));
        return 0;
    }
}
