package io.millrace.app.model;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which number of a model's answer is the score.
 *
 * @param name an output of the ONNX graph
 * @param index the position in that output's row, from 0
 */
public record ScoreOutput(String name, int index) {
    private static final Pattern FORM = Pattern.compile("([^\\s\\[\\]]+)(?:\\[(\\d{1,6})])?");

    public ScoreOutput {
        if (name.isBlank() || index < 0) {
            throw new IllegalArgumentException("not an output: " + name + "[" + index + "]");
        }
    }

    /** Reads {@code probabilities[1]}; without an index it is the first number. Empty if the text has another form. */
    public static Optional<ScoreOutput> parse(String text) {
        var form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        return Optional.of(new ScoreOutput(form.group(1), form.group(2) == null ? 0 : Integer.parseInt(form.group(2))));
    }

    @Override
    public String toString() {
        return name + "[" + index + "]";
    }
}
