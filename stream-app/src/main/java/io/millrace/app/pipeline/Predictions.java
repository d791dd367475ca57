package io.millrace.app.pipeline;

import java.util.List;

/**
 * What a prediction holds besides features and score.
 *
 * @param carry fields of the event copied into it, in order, each once
 */
public record Predictions(List<String> carry) {
    public Predictions {
        carry = List.copyOf(carry);
    }
}
