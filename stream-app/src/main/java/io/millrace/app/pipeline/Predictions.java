package io.millrace.app.pipeline;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a prediction holds besides features and score.
 *
 * @param carry fields of the event copied into it, in order, each once
 * @param reasons most of one prediction; 0 if predictions have none
 */
public record Predictions(List<String> carry, int reasons) {
    public Predictions {
        carry = List.copyOf(carry);
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
