package io.millrace.sandbox.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.app.command.Stoppable;
import io.millrace.sandbox.broker.BrokerSettings;
import io.millrace.sandbox.broker.SandboxBroker;
import io.millrace.sandbox.registry.SandboxRegistry;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code millrace sandbox}: a broker and a registry to try things on, until told to stop. */
@Command(
        name = "sandbox",
        description = "Starts a Kafka broker and a schema registry, empty, and stops them on SIGTERM or Ctrl-C.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example:",
            "  millrace sandbox",
            "and in other terminals, with the addresses it prints:",
            "  millrace run pipelines/transactions --bootstrap ... --registry ... --create-topics 4",
            "  millrace simulate transactions --bootstrap ... --registry ... --rate 200"
        })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class SandboxCommand implements Callable<Integer> {
    @Option(names = "--json", description = "print the addresses as JSON")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        return Stoppable.run(this::runUntilStopped);
    }

    private int runUntilStopped() throws Exception {
        try (var broker = SandboxBroker.start(BrokerSettings.defaults().withCloseOnExit(false));
                var registry = SandboxRegistry.start()) {
            var out = spec.commandLine().getOut();
            out.println(
                    json
                            ? new ObjectMapper()
                                    .writeValueAsString(
                                            Map.of("bootstrap", broker.bootstrap(), "registry", registry.url()))
                            : "--bootstrap " + broker.bootstrap() + " --registry " + registry.url());
            out.flush();
            new CountDownLatch(1).await();
            return 0;
        }
    }
}
