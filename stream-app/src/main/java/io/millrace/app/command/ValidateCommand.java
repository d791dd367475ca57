package io.millrace.app.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.app.pipeline.InvalidPipelineException;
import io.millrace.app.pipeline.Part;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.yaml.Problem;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace validate FOLDER}: everything that is wrong with a pipeline, at once. */
@Command(
        name = "validate",
        description = "Checks a pipeline folder: file, schemas, expressions, model, golden rows, profile.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  millrace validate pipelines/transactions"})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class ValidateCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FOLDER", description = "the pipeline folder")
    private Path folder;

    @Mixin
    private GateOptions gate = new GateOptions();

    @Option(names = "--json", description = "print the verdict as JSON")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        var out = spec.commandLine().getOut();
        try {
            NativeCache.prepare();
            var pipeline = gate.read(folder, EnumSet.allOf(Part.class));
            out.println(json ? verdict(pipeline) : pipeline.name() + ": valid, " + summary(pipeline));
            return 0;
        } catch (InvalidPipelineException e) {
            if (!json) {
                throw e;
            }
            out.println(new ObjectMapper().writeValueAsString(new Verdict(false, null, List.of(), e.problems())));
            return Millrace.REFUSED;
        }
    }

    private static String summary(Pipeline pipeline) {
        return pipeline.plan().features().size() + " features, "
                + pipeline.plan().stations().size() + " stations";
    }

    private static String verdict(Pipeline pipeline) throws Exception {
        return new ObjectMapper()
                .writeValueAsString(new Verdict(true, pipeline.name(), pipeline.featureNames(), List.of()));
    }

    /** What {@code --json} prints. */
    private record Verdict(boolean valid, @Nullable String name, List<String> features, List<Problem> problems) {}
}
