package io.millrace.sandbox.command;

import io.millrace.app.command.Millrace;
import io.millrace.sandbox.demo.DemoCommand;
import picocli.CommandLine;

/** The command {@code millrace} with everything that needs a broker or a simulator of its own. */
public final class SandboxMillrace {
    private SandboxMillrace() {}

    static CommandLine commandLine() {
        var millrace = new CommandLine(new Millrace());
        millrace.getCommandSpec().removeSubcommand("run");
        millrace.addSubcommand("demo", new DemoCommand())
                .addSubcommand("run", new SandboxRunCommand())
                .addSubcommand("sandbox", new SandboxCommand())
                .addSubcommand("simulate", new SimulateCommand());
        return Millrace.configured(millrace);
    }

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }
}
