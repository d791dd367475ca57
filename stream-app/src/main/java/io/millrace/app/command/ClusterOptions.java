package io.millrace.app.command;

import io.millrace.app.topics.Cluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Where a live cluster is. */
final class ClusterOptions {
    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            defaultValue = "${env:MILLRACE_BOOTSTRAP}",
            description = "Kafka brokers (env MILLRACE_BOOTSTRAP)")
    private @Nullable String bootstrap;

    @Option(
            names = "--registry",
            paramLabel = "URL",
            defaultValue = "${env:MILLRACE_REGISTRY}",
            description = "schema registry speaking the Confluent API (env MILLRACE_REGISTRY)")
    private @Nullable String registry;

    @Option(
            names = "--property",
            paramLabel = "FILE",
            description = "further settings of the Kafka client, such as those of TLS, as a Java properties file")
    private @Nullable Path properties;

    /** Null if it is not said. */
    @Nullable
    Cluster cluster() throws IOException {
        return bootstrap == null || registry == null ? null : new Cluster(bootstrap, registry, read(properties));
    }

    /**
     * Where it is, for commands that cannot do without.
     *
     * @throws ParameterException if it is not said
     */
    Cluster required(CommandSpec command) throws IOException {
        var said = cluster();
        if (said == null) {
            throw new ParameterException(
                    command.commandLine(),
                    "give --bootstrap and --registry, or MILLRACE_BOOTSTRAP and MILLRACE_REGISTRY");
        }
        return said;
    }

    private static Map<String, String> read(@Nullable Path file) throws IOException {
        var settings = new HashMap<String, String>();
        if (file != null) {
            var properties = new Properties();
            try (var text = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                properties.load(text);
            }
            properties.stringPropertyNames().forEach(name -> settings.put(name, properties.getProperty(name)));
        }
        return settings;
    }
}
