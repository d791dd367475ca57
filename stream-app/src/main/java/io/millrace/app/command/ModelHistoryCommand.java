package io.millrace.app.command;

import io.millrace.app.fleet.History;
import io.millrace.app.fleet.Operator;
import io.millrace.app.pipeline.Pipeline;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code millrace model history}. */
@Command(
        name = "history",
        description = "Says who had which version in production when, and why: all that the rollout log tells.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  millrace model history pipelines/transactions --json"})
final class ModelHistoryCommand extends RolloutCommand {
    @Option(names = "--all", description = "also what instances answered, and what was refused or withdrawn")
    private boolean all;

    @Override
    Answer carryOut(Operator operator, Pipeline pipeline) {
        var history = History.of(operator.history(), operator.state(), all);
        return new Answer(history.lines(), history);
    }
}
