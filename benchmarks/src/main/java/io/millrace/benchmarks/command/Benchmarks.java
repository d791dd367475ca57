package io.millrace.benchmarks.command;

import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code benchmarks/run}. Exit status: 0 done, whatever was found; 1 failed, or answers differed; 2 wrong options. */
@Command(
        name = "benchmarks/run",
        description = "Measures Millrace, and those it is compared with, in one run each.",
        mixinStandardHelpOptions = true,
        subcommands = {
            ReplayCommand.class,
            LayoutCommand.class,
            StateCommand.class,
            LoadsCommand.class,
            LiveCommand.class,
            DrainCommand.class,
            ScoringCommand.class,
            ScoringLatencyCommand.class,
            ScoringDrainCommand.class,
            MonitorCommand.class,
            MonitorDrainCommand.class,
            MicroCommand.class,
            DriftStudyCommand.class,
            HotCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  benchmarks/run layout --quick",
            "  benchmarks/run live --rounds 9 --out live.json",
            "",
            "docs/benchmarks.md says what is measured and how."
        })
public final class Benchmarks {
    private Benchmarks() {}

    static CommandLine commandLine() {
        return new CommandLine(new Benchmarks()).setExecutionExceptionHandler(Benchmarks::report);
    }

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    private static int report(Exception failure, CommandLine command, CommandLine.ParseResult arguments) {
        LoggerFactory.getLogger(Benchmarks.class).atError().setCause(failure).log("benchmark failed");
        command.getErr().println(command.getColorScheme().errorText(String.valueOf(failure.getMessage())));
        return 1;
    }
}
