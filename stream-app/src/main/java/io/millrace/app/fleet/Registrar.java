package io.millrace.app.fleet;

import io.millrace.app.model.ScoreOutput;
import io.millrace.app.pipeline.ModelReference;
import io.millrace.app.pipeline.VersionGate;
import io.millrace.app.registry.FetchLimits;
import io.millrace.app.registry.Fetched;
import io.millrace.app.registry.ModelSource;
import io.millrace.app.registry.Registries;
import io.millrace.app.registry.UnavailableModelException;
import io.millrace.app.rollout.ModelVersion;
import io.millrace.app.rollout.RefusedException;
import io.millrace.app.rollout.RolloutState.Standing;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Registers models from wherever they are.
 *
 * @param own how the pipeline uses its models, where nothing else is said
 */
public record Registrar(VersionGate gate, ModelReference own, Registries registries) {
    /**
     * What is to be registered.
     *
     * @param score which number of its answer is the score; null if as the pipeline says
     * @param threshold of its labels; null if as the pipeline says
     */
    public record Candidate(
            ModelSource source,
            @Nullable ScoreOutput score,
            @Nullable Double threshold,
            String actor,
            String reason) {}

    private interface Use {
        ModelVersion of(Fetched fetched) throws RefusedException, IOException;
    }

    /**
     * Registers a model.
     *
     * @return the version, which every live instance has at hand
     * @throws RefusedException if it did not pass the gate, is known already, or an instance cannot use it
     * @throws UnavailableModelException if it cannot be fetched
     * @throws IOException if this machine cannot keep it for a moment
     */
    public ModelVersion register(Operator operator, Candidate candidate)
            throws RefusedException, UnavailableModelException, IOException, InterruptedException {
        return fetched(candidate.source, fetched -> register(operator, candidate, fetched));
    }

    /**
     * The same, but for one that is known already: that one.
     *
     * @return the version, known before or not
     */
    ModelVersion known(Operator operator, Candidate candidate)
            throws RefusedException, UnavailableModelException, IOException, InterruptedException {
        return fetched(candidate.source, fetched -> {
            var known = operator.state()
                    .find(fetched.manifest().sha256())
                    .filter(version -> version.standing() == Standing.REGISTERED);
            return known.isPresent() ? known.get().version() : register(operator, candidate, fetched);
        });
    }

    private ModelVersion register(Operator operator, Candidate candidate, Fetched fetched)
            throws RefusedException, IOException {
        return operator.register(
                gate,
                fetched.folder(),
                candidate.score == null ? own.score() : candidate.score,
                candidate.threshold == null ? own.threshold() : candidate.threshold,
                fetched.origin().toString(),
                candidate.actor,
                candidate.reason);
    }

    private ModelVersion fetched(ModelSource source, Use use)
            throws RefusedException, UnavailableModelException, IOException, InterruptedException {
        try (var scratch = ScratchFolder.open("millrace-model-")) {
            return use.of(registries.fetch(
                    source, scratch.path(), FetchLimits.of(own.limits().bytes())));
        }
    }
}
