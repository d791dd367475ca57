package io.millrace.sandbox.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.app.command.DurationOption;
import io.millrace.app.command.Terminal;
import io.millrace.sandbox.export.Export;
import io.millrace.sandbox.publish.Pace;
import io.millrace.sandbox.publish.Published;
import io.millrace.sandbox.publish.Publisher;
import io.millrace.sandbox.publish.Sent;
import io.millrace.sandbox.publish.Topics;
import io.millrace.sandbox.simulator.Domain;
import io.millrace.sandbox.simulator.Message.Role;
import io.millrace.sandbox.simulator.Simulator;
import io.millrace.schemas.registry.IncompatibleSchemaException;
import io.millrace.schemas.registry.RegistryUnavailableException;
import io.millrace.schemas.registry.SchemaRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace simulate}: a simulated stream into files, or to a Kafka cluster at a given rate. */
@Command(
        name = "simulate",
        description = "Simulate a stream of events, into files or to Kafka.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  millrace simulate transactions --customers 500 --days 60 --out data",
            "  millrace simulate sensors --rate 200 --for 5m --drift-at 15d --late 0.01 \\",
            "      --bootstrap localhost:9092 --registry http://localhost:8081"
        })
public final class SimulateCommand implements Callable<Integer> {
    /** Events in files if no population is given. */
    private static final long FILE_EVENTS = 100_000;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private CommandSpec spec;

    @Parameters(paramLabel = "transactions|sensors", description = "what to simulate")
    @SuppressWarnings("NullAway.Init") // required: picocli sets it
    private Domain domain;

    @Mixin
    private WorldOptions world = new WorldOptions();

    @Option(names = "--out", paramLabel = "DIR", description = "write files into this folder instead of to Kafka")
    private @Nullable Path out;

    @Option(names = "--format", paramLabel = "csv|avro", description = "of the files (default: csv)")
    private Export.Format format = Export.Format.CSV;

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            defaultValue = "${env:MILLRACE_BOOTSTRAP}",
            description = "Kafka cluster (default: $MILLRACE_BOOTSTRAP)")
    private @Nullable String bootstrap;

    @Option(
            names = "--registry",
            paramLabel = "URL",
            defaultValue = "${env:MILLRACE_REGISTRY}",
            description = "schema registry (default: $MILLRACE_REGISTRY)")
    private @Nullable String registry;

    @Option(names = "--rate", paramLabel = "N", description = "events per second (default: ${DEFAULT-VALUE})")
    private double rate = 100;

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            converter = DurationOption.class,
            description = "how long to publish (default: 1m)")
    private Duration duration = Duration.ofMinutes(1);

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description = "of topics that are missing and made (default: ${DEFAULT-VALUE})")
    private int partitions = 4;

    @Option(names = "--json", description = "print the summary as JSON")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        var progress = new ProgressLine(spec.commandLine().getErr(), Terminal.showsErrors());
        try {
            var published = out != null ? export(out, progress) : publish(progress);
            progress.end();
            spec.commandLine().getOut().println(json ? asJson(published) : asText(published));
            return CommandLine.ExitCode.OK;
        } catch (IllegalArgumentException | CommandLine.TypeConversionException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        } catch (IOException | KafkaException | RegistryUnavailableException | IncompatibleSchemaException e) {
            progress.end();
            spec.commandLine().getErr().println("simulate: " + reason(e));
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private Published export(Path folder, ProgressLine progress) throws IOException {
        if (world.malformed > 0) {
            throw new IllegalArgumentException("--malformed needs Kafka: a file of records holds no broken bytes");
        }
        var simulator = world(FILE_EVENTS);
        var messages = world.messages(simulator);
        var tally = new Published.Tally();
        var events = 0L;
        try (var files = new Export(folder, domain, format)) {
            while (messages.hasNext()) {
                var message = messages.next();
                files.write(message);
                tally.count(message);
                if (message.role() == Role.EVENT) {
                    progress.show(++events);
                }
            }
        }
        return tally.published();
    }

    private Published publish(ProgressLine progress) throws InterruptedException, IncompatibleSchemaException {
        if (bootstrap == null || registry == null) {
            throw new IllegalArgumentException("either --out, or --bootstrap and --registry");
        }
        var pace = Pace.steady(rate, duration);
        var simulator = world((long) Math.ceil(rate * duration.toMillis() / 1_000));
        var messages = world.messages(simulator);
        Topics.createMissing(bootstrap, domain, partitions);
        try (var publisher = new Publisher(
                domain, bootstrap, SchemaRegistry.connect(registry), Clock.systemUTC(), Sent.Listener.NONE)) {
            return publisher.publish(messages, index -> {
                progress.show(index);
                return pace.await(index);
            });
        }
    }

    private Simulator world(long events) {
        return world.world(domain, events, Clock.systemUTC().instant());
    }

    private String asText(Published published) {
        return String.format(
                Locale.ROOT,
                "%,d events %s from %s to %s, %,d outcomes, %,d reference rows",
                published.events(),
                published.expectations(),
                published.firstEvent(),
                published.lastEvent(),
                published.of(Role.OUTCOME),
                published.of(Role.REFERENCE));
    }

    private String asJson(Published published) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("domain", lowerCase(domain));
        fields.put("events", published.events());
        fields.put("outcomes", published.of(Role.OUTCOME));
        fields.put("references", published.of(Role.REFERENCE));
        published.expectations().forEach((expectation, count) -> fields.put(lowerCase(expectation), count));
        fields.put("firstEvent", text(published.firstEvent()));
        fields.put("lastEvent", text(published.lastEvent()));
        return write(fields);
    }

    private static String write(Map<String, @Nullable Object> fields) {
        try {
            return new ObjectMapper().writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers are always writable", e);
        }
    }

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static String reason(Exception e) {
        return e.getCause() == null
                ? e.getMessage() + ""
                : e.getMessage() + ": " + e.getCause().getMessage();
    }
}
