package io.millrace.app.pipeline;

import io.millrace.app.explain.Explanation;
import io.millrace.app.explain.ReasonsDefinition;
import io.millrace.app.model.InvalidModelException;
import io.millrace.app.model.OnnxModel;
import io.millrace.app.yaml.YamlValue;
import io.millrace.drift.profile.ReferenceProfile;
import io.millrace.enrich.definition.Feature;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code model.reasons}: how many, or a mapping that also says for which scores. */
final class ReasonSection {
    private static final int MOST = 1_000_000;

    private final YamlValue reasons;
    private final YamlValue count;
    private final ReasonsDefinition definition;

    private ReasonSection(YamlValue reasons, YamlValue count, ReasonsDefinition definition) {
        this.reasons = reasons;
        this.count = count;
        this.definition = definition;
    }

    /** Empty after having reported why, or if nobody asks for reasons. */
    static Optional<ReasonSection> read(YamlValue reasons) {
        if (!reasons.isMapping()) {
            return reasons.wholeNumber(1, MOST)
                    .map(most -> new ReasonSection(reasons, reasons, ReasonsDefinition.of(most)));
        }
        return reasons.mapping().flatMap(mapping -> {
            var count = mapping.require("most");
            var most = count.flatMap(v -> v.wholeNumber(1, MOST));
            var from = mapping.find("from").flatMap(YamlValue::number).orElse(Double.NEGATIVE_INFINITY);
            mapping.refuseUnknownKeys();
            return most.map(
                    number -> new ReasonSection(reasons, count.orElseThrow(), new ReasonsDefinition(number, from)));
        });
    }

    /** Most reasons of one prediction. */
    int most() {
        return definition.most();
    }

    /** Reports what does not suit the pipeline's features. */
    void check(List<Feature> features, List<String> carried) {
        if (definition.most() > features.size()) {
            count.problem("must be a whole number from 1 to " + features.size() + ", the number of features, was \""
                    + definition.most() + "\"");
        }
        var taken = new ArrayList<>(features.stream().map(Feature::name).toList());
        taken.addAll(carried);
        taken.retainAll(Predictions.reasonColumns(Math.min(definition.most(), features.size())));
        taken.forEach(name -> reasons.problem(
                "a replay writes a column \"" + name + "\", which is a feature's or a carried field's name already"));
    }

    /**
     * How the model's scores are explained; empty after having reported why they cannot be.
     *
     * @param admission of a model that has passed the gate
     * @param monitored whether the pipeline names a profile
     * @param profile empty if there is none, or it has been reported why it cannot be read
     */
    Optional<Explanation> explanation(
            ModelAdmission admission, List<Feature> features, boolean monitored, Optional<ReferenceProfile> profile) {
        var candidate = admission.candidate();
        try {
            var bytes = OnnxModel.bytes(candidate.folder(), candidate.manifest());
            var explanation =
                    Explanation.of(definition, bytes, candidate.manifest(), candidate.score(), features, profile);
            if (explanation.isEmpty() && !monitored) {
                reasons.problem(
                        "need a reference profile for this model: make one without `reasons` (millrace profile), "
                                + "and name it as monitor.profile");
            }
            return explanation;
        } catch (InvalidModelException e) {
            e.mismatches().forEach(mismatch -> admission.manifest().report(mismatch.key(), mismatch.message()));
            return Optional.empty();
        }
    }
}
