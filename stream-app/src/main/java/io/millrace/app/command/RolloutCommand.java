package io.millrace.app.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.app.fleet.Operator;
import io.millrace.app.pipeline.Part;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.pipeline.PipelineFolder;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A command on the models of a pipeline that runs. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields
abstract class RolloutCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "FOLDER", description = "the pipeline folder")
    private Path folder;

    @Mixin
    private RolloutOptions options = new RolloutOptions();

    @Option(names = "--json", description = "print the answer as JSON")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /**
     * What a command answers.
     *
     * @param lines for people
     * @param json for programs: what becomes a JSON object
     */
    record Answer(List<String> lines, Object json) {}

    @Override
    public final Integer call() throws Exception {
        var pipeline = read(folder);
        Answer answer;
        try (var operator = options.operator(pipeline, Clock.systemUTC())) {
            answer = carryOut(operator, pipeline);
        }
        var out = spec.commandLine().getOut();
        if (json) {
            out.println(new ObjectMapper().writeValueAsString(answer.json()));
        } else {
            answer.lines().forEach(out::println);
        }
        return 0;
    }

    /** For whoever has to say what is wrong with its options. */
    final CommandLine command() {
        return spec.commandLine();
    }

    /** Most commands need none of the folder's model. */
    Pipeline read(Path pipelineFolder) throws Exception {
        return PipelineFolder.read(pipelineFolder, EnumSet.noneOf(Part.class));
    }

    /** Does it, and says what came of it. */
    abstract Answer carryOut(Operator operator, Pipeline pipeline) throws Exception;
}
