package io.millrace.app.model;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which number of a model's answer is the score.
 *
 * @param name an output of the ONNX graph
 * @param path to the score in one row of that output: an index from 0 for every dimension of a tensor, a key of a map; empty
 *     for the first number
 */
public record ScoreOutput(String name, List<String> path) {
    private static final Pattern FORM = Pattern.compile("([^\\s\\[\\]]+)((?:\\[[^\\[\\]]{1,100}]){0,8})");
    private static final Pattern STEP = Pattern.compile("\\[([^\\[\\]]+)]");

    public ScoreOutput {
        path = List.copyOf(path);
        if (name.isBlank() || path.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("not an output: " + name + path);
        }
    }

    /** A number of a row. */
    public ScoreOutput(String name, int index) {
        this(name, List.of(Integer.toString(index)));
    }

    /**
     * Reads {@code probabilities[1]}, {@code output_probability[fraud]}, {@code forecast[0][2]} or {@code variable}. Empty if
     * the text has another form.
     */
    public static Optional<ScoreOutput> parse(String text) {
        var form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        var path = STEP.matcher(form.group(2))
                .results()
                .map(step -> step.group(1).strip())
                .toList();
        return path.stream().anyMatch(String::isEmpty)
                ? Optional.empty()
                : Optional.of(new ScoreOutput(form.group(1), path));
    }

    /** As it is written. */
    @Override
    public String toString() {
        return path.isEmpty() ? name : name + "[" + String.join("][", path) + "]";
    }
}
