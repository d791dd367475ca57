package io.millrace.app.command;

import io.millrace.app.gate.Gate;
import io.millrace.app.gate.TrustedKeys;
import java.io.IOException;
import java.nio.file.Path;
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
