package io.millrace.app.command;

import io.millrace.app.files.DamagedFileException;
import io.millrace.app.files.UnsuitableFileException;
import io.millrace.app.fleet.UnavailableVersionException;
import io.millrace.app.pipeline.InvalidPipelineException;
import io.millrace.app.registry.UnavailableModelException;
import io.millrace.app.rollout.RefusedException;
import io.millrace.app.runtime.StartupRefusedException;
import io.millrace.app.topics.UnreadableTopicException;
import io.millrace.app.training.TrainingFailedException;
import java.io.UncheckedIOException;
import org.apache.kafka.common.KafkaException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code millrace}. Exit status: 0 done, 1 failed, 2 refused because of what the user gave; others as a command says. */
@Command(
        name = "millrace",
        description = "Streaming prediction on Apache Kafka: a pipeline folder turns events into predictions.",
        mixinStandardHelpOptions = true,
        version = "millrace 0.1.0-SNAPSHOT",
        subcommands = {
            RunCommand.class,
            ValidateCommand.class,
            ReplayCommand.class,
            ProfileCommand.class,
            DriftCommand.class,
            AlertsCommand.class,
            ModelCommand.class,
            TrainCommand.class,
            HealthCommand.class
        },
        footer = {"", "Example:", "  millrace validate pipelines/transactions"})
public final class Millrace {
    /** What the user gave is wrong; nothing was started. */
    public static final int REFUSED = 2;

    private static final int FAILED = 1;

    /** The command line of this distribution. */
    public static CommandLine commandLine() {
        return configured(new CommandLine(new Millrace()));
    }

    /** The same conventions for every distribution; to be called after the last command was added. */
    public static CommandLine configured(CommandLine millrace) {
        return millrace.setCaseInsensitiveEnumValuesAllowed(true).setExecutionExceptionHandler(Millrace::report);
    }

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    private static int report(Exception failure, CommandLine command, CommandLine.ParseResult arguments) {
        var cause = failure instanceof UncheckedIOException io && io.getCause() != null ? io.getCause() : failure;
        command.getErr().println(command.getColorScheme().errorText(String.valueOf(cause.getMessage())));
        if (cause instanceof InvalidPipelineException
                || cause instanceof StartupRefusedException
                || cause instanceof RefusedException
                || cause instanceof UnsuitableFileException) {
            return REFUSED;
        }
        if (cause instanceof DamagedFileException
                || cause instanceof UnreadableTopicException
                || cause instanceof UnavailableModelException
                || cause instanceof UnavailableVersionException
                || cause instanceof TrainingFailedException
                || cause instanceof KafkaException) {
            return FAILED; // said all there is to say
        }
        LoggerFactory.getLogger(Millrace.class).atError().setCause(cause).log("command failed");
        return FAILED;
    }
}
