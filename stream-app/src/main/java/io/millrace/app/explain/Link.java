package io.millrace.app.explain;

/** How trees' sums become scores. Contributions are counted before that, in what adds up. */
enum Link {
    /** As they are. */
    NONE("in the score's own units"),
    /** Each by itself, into (0, 1). */
    LOGISTIC("in log-odds, before the logistic function"),
    /** All together, into shares. */
    SOFTMAX("before softmax");

    private final String unit;

    Link(String unit) {
        this.unit = unit;
    }

    /** What contributions are counted in, for people. */
    String unit() {
        return unit;
    }

    /**
     * The score.
     *
     * @param sums of all outputs
     * @param output whose score it is
     */
    double score(double[] sums, int output) {
        return switch (this) {
            case NONE -> sums[output];
            case LOGISTIC -> 1 / (1 + Math.exp(-sums[output]));
            case SOFTMAX -> {
                double all = 0;
                for (double sum : sums) {
                    all += Math.exp(sum - sums[output]);
                }
                yield 1 / all;
            }
        };
    }
}
