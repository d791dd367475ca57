package io.millrace.app.audit;

import io.millrace.app.pipeline.Pipeline;
import io.millrace.schemas.prediction.PredictionSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The columns of a prediction that are a function of events, rollout log and models. Wall time, durations, and reasons, which are looked for
 * only as long as there is time, are not.
 *
 * @param ofEvent known before the event is scored
 * @param ofScore what the model says, and who it is; and how far the row it saw lies outside of the profile
 * @param except those of them in which a difference counts for nothing
 */
public record Columns(List<String> ofEvent, List<String> ofScore, Set<String> except) {
    public Columns {
        ofEvent = List.copyOf(ofEvent);
        ofScore = List.copyOf(ofScore);
        except = Set.copyOf(except);
    }

    /** All of them. */
    public List<String> all() {
        return Stream.concat(ofEvent.stream(), ofScore.stream()).toList();
    }

    /**
     * Of a pipeline's predictions.
     *
     * @param except some of {@link #all}
     */
    public static Columns of(Pipeline pipeline, Set<String> except) {
        var ofEvent = new ArrayList<>(List.of(PredictionSchema.EVENT_ID, PredictionSchema.EVENT_TIME));
        ofEvent.addAll(pipeline.predictions().carry());
        ofEvent.addAll(pipeline.featureNames());
        var ofScore = new ArrayList<>(List.of(
                PredictionSchema.SCORE,
                PredictionSchema.LABEL,
                PredictionSchema.THRESHOLD,
                PredictionSchema.MODEL_NAME,
                PredictionSchema.MODEL_VERSION,
                PredictionSchema.MODEL_DIGEST,
                PredictionSchema.VARIANT));
        if (pipeline.predictions().outliers()) {
            ofScore.add(PredictionSchema.OUTLIER_SCORE);
        }
        return new Columns(ofEvent, ofScore, except);
    }
}
