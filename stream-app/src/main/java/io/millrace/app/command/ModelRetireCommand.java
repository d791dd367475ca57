package io.millrace.app.command;

import io.millrace.app.fleet.Operator;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.rollout.RefusedException;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code millrace model retire}. */
@Command(
        name = "retire",
        description = "Gives a version up: instances let it go, and it is given no work. A shadow ends so.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  millrace model retire pipelines/transactions 3 --reason 'superseded'"})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class ModelRetireCommand extends RolloutCommand {
    @Parameters(index = "1", paramLabel = "VERSION", description = "a version, name:version, or digest's beginning")
    private String version;

    @Mixin
    private ReasonOptions why = new ReasonOptions();

    @Override
    Answer carryOut(Operator operator, Pipeline pipeline) throws RefusedException {
        var known = operator.state().called(version).version();
        operator.retire(known.digest(), why.actor(), why.reason());
        return new Answer(List.of(known.told() + ": retired"), Map.of("action", "retire", "digest", known.digest()));
    }
}
