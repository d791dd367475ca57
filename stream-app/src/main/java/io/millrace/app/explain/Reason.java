package io.millrace.app.explain;

/**
 * One of the features that moved a score most.
 *
 * @param contribution what the feature added to the score, or took from it; finite, never 0. What it is counted in, and against
 *     what, is {@link Explanation}'s to say
 */
public record Reason(String feature, double contribution) {
    public Reason {
        if (!Double.isFinite(contribution) || contribution == 0) {
            throw new IllegalArgumentException("no reason: " + contribution + " by " + feature);
        }
    }
}
