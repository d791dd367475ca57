package io.millrace.app.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code millrace model}: what is done with models apart from pipelines that run. */
@Command(
        name = "model",
        description = "Works on models.",
        mixinStandardHelpOptions = true,
        subcommands = {ModelCheckCommand.class, ModelOptimiseCommand.class},
        footer = {"", "Example:", "  millrace model check pipelines/transactions --json"})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class ModelCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing required subcommand");
    }
}
