package io.millrace.app.yaml;

import java.util.Comparator;

/**
 * One mistake in a file of a pipeline folder, as its author is told about it.
 *
 * @param file the file, relative to the pipeline folder, with {@code /} between its parts
 * @param line from 1
 * @param key where in the file, such as {@code events.lateness} or {@code features[1].over[0]}; empty for the whole file
 * @param message what is wrong, in words
 */
public record Problem(String file, int line, String key, String message) implements Comparable<Problem> {
    private static final Comparator<Problem> BY_PLACE = Comparator.comparing(Problem::file)
            .thenComparingInt(Problem::line)
            .thenComparing(Problem::key)
            .thenComparing(Problem::message);

    public Problem {
        if (file.isBlank() || line < 1 || message.isBlank()) {
            throw new IllegalArgumentException("a problem needs a file, a line and a message");
        }
    }

    @Override
    public int compareTo(Problem other) {
        return BY_PLACE.compare(this, other);
    }

    /** {@code pipeline.yaml:12: events.lateness: must be ...} */
    @Override
    public String toString() {
        return file + ":" + line + ": " + (key.isEmpty() ? "" : key + ": ") + message;
    }
}
