package io.millrace.app.pipeline;

import io.millrace.app.model.InvalidModelException;
import io.millrace.app.model.OnnxModel;
import io.millrace.enrich.definition.Feature;
import io.millrace.enrich.definition.FeatureDefinitions;
import io.millrace.enrich.plan.FeaturePlan;
import io.millrace.schemas.prediction.PredictionField;
import io.millrace.schemas.prediction.PredictionSchema;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline folder that has been read and found without mistake. Immutable, and holds nothing open.
 *
 * @param folder where it was read from
 * @param name lower-case letters, digits and dashes, beginning with a letter
 * @param definitions events, references and features as the file defines them
 * @param plan the same, compiled
 * @param model null if the pipeline has none, or if it was read without
 * @param monitor null if the pipeline has none, or if it was read without
 * @param quality how its predictions are followed until their outcomes come; null if they are not, or if it was read without
 * @param rollout how versions of the model are tried
 */
public record Pipeline(
        Path folder,
        String name,
        FeatureDefinitions definitions,
        FeaturePlan plan,
        TopicNames topics,
        Predictions predictions,
        @Nullable ModelReference model,
        @Nullable MonitorDefinition monitor,
        @Nullable QualityDefinition quality,
        RolloutDefinition rollout) {

    Pipeline following(@Nullable QualityDefinition outcomes) {
        return new Pipeline(folder, name, definitions, plan, topics, predictions, model, monitor, outcomes, rollout);
    }

    /** The features' names in the order of a row. */
    public List<String> featureNames() {
        return plan.features().stream().map(Feature::name).toList();
    }

    /** Consumer group of the instances that score, and the prefix of what they keep in Kafka. */
    public String scoringGroup() {
        return scoringGroup(name);
    }

    /** The same of the pipeline with this name. */
    public static String scoringGroup(String name) {
        return "millrace-" + name + "-score";
    }

    /** Consumer group of those who judge. */
    public String judgingGroup() {
        return "millrace-" + name + "-judge";
    }

    /** Consumer group of those who tell of what is no entry of the rollout log. */
    public String rolloutGroup() {
        return "millrace-" + name + "-rollouts";
    }

    /** Consumer group of those who tell of models that are asked for. */
    public String retrainingGroup() {
        return "millrace-" + name + "-retraining";
    }

    /** The Avro schema of this pipeline's predictions. */
    public Schema predictionSchema() {
        var event = definitions.event().schema();
        return PredictionSchema.of(
                name,
                predictions.carry().stream().map(event::getField).toList(),
                plan.features().stream()
                        .map(feature -> new PredictionField(
                                feature.name(),
                                PredictionField.Type.valueOf(feature.type().name())))
                        .toList(),
                predictions.extras());
    }

    /**
     * Loads and proves the model anew: the folder may have changed since it was read.
     *
     * @return to be closed by the caller
     * @throws IllegalStateException if this pipeline has no model
     */
    public OnnxModel openModel() throws InvalidModelException {
        if (model == null) {
            throw new IllegalStateException("pipeline " + name + " has no model");
        }
        return model.open(Optional.of(plan.features()));
    }

    /**
     * Loads and proves the model that scores in place of this pipeline's.
     *
     * @return to be closed by the caller; empty if there is none
     */
    public Optional<OnnxModel> openFallback() throws InvalidModelException {
        return model != null && model.fallback() instanceof FallbackReference.Model lighter
                ? Optional.of(lighter.open(plan.features()))
                : Optional.empty();
    }
}
