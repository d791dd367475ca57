package io.millrace.app.pipeline;

import io.millrace.schemas.prediction.PredictionSchema;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a prediction holds besides features and score.
 *
 * @param carry fields of the event copied into it, in order, each once
 * @param reasons most of one prediction; 0 if predictions have none
 * @param outliers whether it says how far its row lies outside of the profile
 */
public record Predictions(List<String> carry, int reasons, boolean outliers) {
    public Predictions {
        carry = List.copyOf(carry);
    }

    /** Columns that not every pipeline's predictions have. */
    Set<PredictionSchema.Extra> extras() {
        var extras = EnumSet.noneOf(PredictionSchema.Extra.class);
        if (reasons > 0) {
            extras.add(PredictionSchema.Extra.REASONS);
        }
        if (outliers) {
            extras.add(PredictionSchema.Extra.OUTLIER_SCORE);
        }
        return extras;
    }

    /** The columns that a replay writes reasons in: of each, the feature and what it contributes. */
    public List<String> reasonColumns() {
        return reasonColumns(reasons);
    }

    static List<String> reasonColumns(int reasons) {
        return IntStream.rangeClosed(1, reasons)
                .mapToObj(i -> "reason_" + i)
                .flatMap(name -> Stream.of(name, name + "_contribution"))
                .toList();
    }
}
