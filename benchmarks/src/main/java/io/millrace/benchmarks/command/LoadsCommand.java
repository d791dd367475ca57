package io.millrace.benchmarks.command;

import io.millrace.app.command.NativeCache;
import io.millrace.app.pipeline.Part;
import io.millrace.app.pipeline.PipelineFolder;
import io.millrace.benchmarks.loads.ModelLoads;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code benchmarks/run loads}. */
@Command(
        name = "loads",
        description =
                "Memory of the process after a model was loaded, asked and given up many times. Nothing is timed.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  benchmarks/run loads --json"})
final class LoadsCommand implements Callable<Integer> {
    private static final int LOADS = 200;
    private static final int QUICK_LOADS = 5;

    @Mixin
    private final MeasuringOptions measuring = new MeasuringOptions();

    @Option(
            names = "--pipeline",
            paramLabel = "FOLDER",
            description = "whose model is loaded (default: pipelines/transactions)")
    private @Nullable Path folder;

    @Override
    public Integer call() throws Exception {
        NativeCache.prepare();
        var pipeline =
                PipelineFolder.read(folder == null ? Home.pipeline("transactions") : folder, EnumSet.of(Part.MODEL));
        int loads = measuring.quick() ? QUICK_LOADS : LOADS;
        var figures = new ModelLoads(pipeline, loads).measure(measuring.progress());
        measuring.report(Map.of("pipeline", pipeline.name(), "loads", loads), figures);
        return 0;
    }
}
