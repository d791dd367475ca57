package io.millrace.benchmarks.command;

import io.millrace.app.pipeline.Part;
import io.millrace.app.pipeline.PipelineFolder;
import io.millrace.benchmarks.measure.Figure;
import io.millrace.benchmarks.state.ExactState;
import io.millrace.benchmarks.state.TiledState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code benchmarks/run state}. */
@Command(
        name = "state",
        description = "Bytes of state and of changelog, of the handbook's windows and of tiles. Nothing is timed.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  benchmarks/run state --json"})
final class StateCommand implements Callable<Integer> {
    private static final int TILED_KEYS = 4;
    private static final Duration TILED_SPAN = Duration.ofDays(45);

    @Mixin
    private final MeasuringOptions measuring = new MeasuringOptions();

    @Mixin
    private final ScaleOptions world = new ScaleOptions();

    @Option(names = "--pipeline", paramLabel = "FOLDER", description = "over events with the handbook's columns")
    private @Nullable Path folder;

    @Override
    public Integer call() throws Exception {
        var pipeline = PipelineFolder.read(folder == null ? Home.handbook() : folder, EnumSet.noneOf(Part.class));
        var scale = world.scale(measuring.quick());
        measuring.progress().say("the windows of " + pipeline.name());
        var figures = new ArrayList<Figure>(new ExactState(pipeline, scale).count());
        measuring.progress().say("tiles");
        figures.addAll(new TiledState(measuring.quick() ? 1 : TILED_KEYS, TILED_SPAN).count());
        measuring.report(ScaleOptions.setup(scale), figures);
        return 0;
    }
}
