package io.millrace.app.command;

import io.millrace.app.gate.Gate;
import io.millrace.app.gate.TrustedKeys;
import io.millrace.app.pipeline.InvalidPipelineException;
import io.millrace.app.pipeline.Part;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.pipeline.PipelineFolder;
import io.millrace.app.registry.KeptModels;
import io.millrace.app.registry.Registries;
import io.millrace.app.registry.TrackingServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Whom whoever runs a pipeline trusts to release models. It is not the pipeline's to say. */
final class GateOptions {
    @Option(
            names = "--trusted-keys",
            paramLabel = "FILE",
            defaultValue = "${env:MILLRACE_TRUSTED_KEYS}",
            description = "Ed25519 public keys (PEM); models must be signed by one of them (env MILLRACE_TRUSTED_KEYS; "
                    + "default: models need no signature)")
    private @Nullable Path trustedKeys;

    @Spec(Target.MIXEE)
    private @Nullable CommandSpec command;

    /**
     * Reads a pipeline with its model, wherever that is, through the gate.
     *
     * @throws InvalidPipelineException with every mistake that was found
     */
    Pipeline read(Path folder, Set<Part> parts) throws InvalidPipelineException {
        return PipelineFolder.read(folder, parts, gate(), kept(NativeCache.models()));
    }

    /** Models from registries that the environment names, kept in a folder. */
    static KeptModels kept(Path folder) {
        return new KeptModels(() -> new Registries(TrackingServer.from(null, System.getenv())), folder);
    }

    /** @throws ParameterException if the keys cannot be read: then nobody would be trusted, or everybody */
    Gate gate() {
        try {
            return new Gate(trustedKeys == null ? TrustedKeys.NONE : TrustedKeys.read(trustedKeys));
        } catch (IOException e) {
            if (command == null) {
                throw new IllegalStateException("not a mixin", e);
            }
            throw new ParameterException(command.commandLine(), "--trusted-keys: " + e.getMessage(), e);
        }
    }
}
