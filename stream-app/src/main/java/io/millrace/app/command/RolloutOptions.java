package io.millrace.app.command;

import io.millrace.app.fleet.Operator;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.topics.Cluster;
import io.millrace.schemas.registry.IncompatibleSchemaException;
import io.millrace.schemas.registry.SchemaRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Where a pipeline runs whose models are worked on. */
final class RolloutOptions {
    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Option(
            names = "--patience",
            paramLabel = "DURATION",
            defaultValue = "30s",
            converter = DurationOption.class,
            description = "how long to wait until all instances have taken it up (default: 30s)")
    private Duration patience = Duration.ofSeconds(30);

    @Spec(Target.MIXEE)
    private @Nullable CommandSpec command;

    /** To be closed by the caller. */
    Operator operator(Pipeline pipeline, Clock clock) throws IOException, IncompatibleSchemaException {
        if (command == null) {
            throw new IllegalStateException("not a mixin");
        }
        return operator(pipeline, cluster.required(command), patience, clock);
    }

    /**
     * An operator of a pipeline that runs there, to be closed by the caller.
     *
     * @param patience how long an order may take
     */
    static Operator operator(Pipeline pipeline, Cluster where, Duration patience, Clock clock)
            throws IncompatibleSchemaException {
        var settings = new HashMap<String, Object>(where.properties());
        settings.put("bootstrap.servers", where.bootstrap());
        return Operator.open(
                pipeline, Map.copyOf(settings), SchemaRegistry.connect(where.registryUrl()), patience, clock);
    }
}
