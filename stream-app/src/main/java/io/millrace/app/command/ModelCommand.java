package io.millrace.app.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code millrace model}: what is done with models, apart from pipelines that run and in them. */
@Command(
        name = "model",
        description = "Works on models, and changes those of a pipeline that runs.",
        mixinStandardHelpOptions = true,
        subcommands = {
            ModelCheckCommand.class,
            ModelOptimiseCommand.class,
            ModelListCommand.class,
            ModelRegisterCommand.class,
            ModelChangeCommands.Shadow.class,
            ModelChangeCommands.Canary.class,
            ModelChangeCommands.Ab.class,
            ModelChangeCommands.Promote.class,
            ModelChangeCommands.RollBack.class,
            ModelRetireCommand.class,
            ModelHistoryCommand.class
        },
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
