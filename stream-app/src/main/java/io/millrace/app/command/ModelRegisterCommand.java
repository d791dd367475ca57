package io.millrace.app.command;

import static java.util.Objects.requireNonNull;

import io.millrace.app.fleet.Operator;
import io.millrace.app.fleet.Registrar;
import io.millrace.app.gate.Gate;
import io.millrace.app.model.ScoreOutput;
import io.millrace.app.pipeline.Part;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.pipeline.VersionGate;
import io.millrace.app.registry.ModelSource;
import io.millrace.app.registry.Registries;
import io.millrace.app.registry.TrackingServer;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code millrace model register}. */
@Command(
        name = "register",
        description = "Fetches a model, sends it through the gate, and makes it known to all instances: they load it, "
                + "and it may be given work. One that is refused is known as such.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  millrace model register pipelines/transactions --from candidates/fraud-4 --reason 'trained on October'",
            "  millrace model register pipelines/transactions --from models:/fraud@challenger --reason weekly \\",
            "      --tracking-uri http://mlflow:5000"
        })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class ModelRegisterCommand extends RolloutCommand {
    @Option(
            names = "--from",
            required = true,
            paramLabel = "SOURCE",
            description = "a folder, models:/NAME@ALIAS, models:/NAME/VERSION, or a URL with #sha256=DIGEST; "
                    + "see docs/registries.md")
    private String from;

    @Option(
            names = "--tracking-uri",
            paramLabel = "URL",
            defaultValue = "${env:MLFLOW_TRACKING_URI}",
            description = "MLflow's server (env MLFLOW_TRACKING_URI)")
    private @Nullable String trackingUri;

    @Option(
            names = "--score",
            paramLabel = "OUTPUT",
            description = "which number of its answer is the score (default: as pipeline.yaml says)")
    private @Nullable String score;

    @Option(
            names = "--threshold",
            paramLabel = "NUMBER",
            description = "scores from there on are labelled true (default: as pipeline.yaml says)")
    private @Nullable Double threshold;

    @Mixin
    private ReasonOptions why = new ReasonOptions();

    @Mixin
    private GateOptions gateOptions = new GateOptions();

    private @Nullable Gate gate;

    @Override
    Pipeline read(Path folder) throws Exception {
        NativeCache.prepare();
        gate = gateOptions.gate();
        var pipeline = gateOptions.read(folder, EnumSet.of(Part.MODEL));
        if (pipeline.model() == null) {
            throw new ParameterException(command(), "the pipeline scores nothing: it has no section model");
        }
        return pipeline;
    }

    @Override
    Answer carryOut(Operator operator, Pipeline pipeline) throws Exception {
        var own = requireNonNull(pipeline.model());
        var registrar = new Registrar(
                new VersionGate(requireNonNull(gate), pipeline, own),
                own,
                new Registries(TrackingServer.from(trackingUri, System.getenv())));
        var version = registrar.register(
                operator,
                new Registrar.Candidate(
                        source(), score == null ? null : output(score), threshold, why.actor(), why.reason()));
        return new Answer(
                List.of(version.told() + ": registered, every instance has it at hand"),
                Map.of(
                        "action", "register",
                        "name", version.name(),
                        "version", version.version(),
                        "digest", version.digest(),
                        "source", version.source()));
    }

    private ModelSource source() {
        try {
            return ModelSource.parse(from);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command(), "--from: " + e.getMessage(), e);
        }
    }

    private ScoreOutput output(String text) {
        return ScoreOutput.parse(text)
                .orElseThrow(() -> new ParameterException(
                        command(), "--score: an output and where in it, such as probabilities[1], not '" + text + "'"));
    }
}
