package io.millrace.drift.judge;

/**
 * How wrong a score was, once the outcome is known: a loss with a greatest value, because a bet needs to know what it can
 * lose. Immutable.
 *
 * @param kind the formula
 * @param worst the greatest loss that is counted, in the loss's own unit; finite, positive; greater ones count as this
 */
public record Loss(Kind kind, double worst) {
    /** The formula of a loss, in its own unit. */
    public enum Kind {
        /** {@code (p - y)^2} of a probability p, outcome y in [0, 1] (Brier, 1950). */
        BRIER,
        /** {@code -(y ln p + (1 - y) ln(1 - p))} of a probability p, in nats. */
        LOG,
        /** {@code |s - y|}. */
        ABSOLUTE,
        /** {@code (s - y)^2}. */
        SQUARED
    }

    /** Refuses impossible values with an IllegalArgumentException. */
    public Loss {
        if (!(worst > 0 && worst < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("the worst loss must be finite and positive, was " + worst);
        }
    }

    /** The Brier score, whose worst is 1. */
    public static Loss brier() {
        return new Loss(Kind.BRIER, 1);
    }

    /** The logarithmic loss; a probability of the outcome below 1 % counts as 1 %. */
    public static Loss log() {
        return new Loss(Kind.LOG, StrictMath.log(100));
    }

    /**
     * The loss in shares of the worst.
     *
     * @param score what the model answered; not finite for no usable score, which is the worst loss
     * @param outcome finite; in [0, 1] for {@link Kind#BRIER} and {@link Kind#LOG}
     * @return in [0, 1]
     * @throws IllegalArgumentException if the outcome is not such a number
     */
    public double of(double score, double outcome) {
        boolean probability = kind == Kind.BRIER || kind == Kind.LOG;
        if (!Double.isFinite(outcome) || (probability && !(outcome >= 0 && outcome <= 1))) {
            throw new IllegalArgumentException("no outcome for a loss " + kind + ": " + outcome);
        }
        if (!Double.isFinite(score)) {
            return 1;
        }
        double difference = score - outcome;
        double loss =
                switch (kind) {
                    case BRIER, SQUARED -> difference * difference;
                    case LOG -> surprise(outcome, score) + surprise(1 - outcome, 1 - score);
                    case ABSOLUTE -> Math.abs(difference);
                };
        return Math.min(loss / worst, 1);
    }

    /** {@code -weight ln probability}; 0 without weight, infinite for what was impossible. */
    private static double surprise(double weight, double probability) {
        return weight == 0 ? 0 : -weight * StrictMath.log(Math.min(Math.max(probability, 0), 1));
    }
}
