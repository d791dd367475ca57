package io.millrace.app.explain;

/**
 * Which scores have reasons, and how many.
 *
 * @param most reasons of one score; 1 or more
 * @param from scores below have none; negative infinity if all have some
 */
public record ReasonsDefinition(int most, double from) {
    public ReasonsDefinition {
        if (most < 1 || Double.isNaN(from)) {
            throw new IllegalArgumentException(most + " reasons from " + from);
        }
    }

    /** For every score. */
    public static ReasonsDefinition of(int most) {
        return new ReasonsDefinition(most, Double.NEGATIVE_INFINITY);
    }

    boolean asks(double score) {
        return score >= from;
    }
}
