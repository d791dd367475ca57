package io.millrace.sandbox.command;

import io.millrace.app.command.RunCommand;
import io.millrace.sandbox.broker.BrokerSettings;
import io.millrace.sandbox.broker.SandboxBroker;
import io.millrace.sandbox.registry.SandboxRegistry;
import java.nio.file.Files;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code millrace run}, which here may bring its own broker and registry. */
@Command(
        name = "run",
        description = "Runs a pipeline against Kafka until SIGTERM or Ctrl-C.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  millrace run pipelines/transactions --bootstrap localhost:9092 --registry http://localhost:8081",
            "  millrace run pipelines/transactions --sandbox",
            "  curl http://localhost:8080/features/customer_id/c-000042"
        })
public final class SandboxRunCommand extends RunCommand {
    private static final int PARTITIONS = 4;

    @Option(
            names = "--sandbox",
            description = "bring a broker and a registry along, empty and gone afterwards; state is kept there, too")
    private boolean sandbox;

    @Override
    protected int run() throws Exception {
        if (!sandbox) {
            return super.run();
        }
        try (var broker = SandboxBroker.start(BrokerSettings.defaults().withCloseOnExit(false));
                var registry = SandboxRegistry.start()) {
            err().println("sandbox: --bootstrap " + broker.bootstrap() + " --registry " + registry.url());
            var state = Files.createTempDirectory("millrace-state");
            try {
                return run(broker.bootstrap(), registry.url(), PARTITIONS, state);
            } finally {
                TemporaryFolder.delete(state);
            }
        }
    }
}
