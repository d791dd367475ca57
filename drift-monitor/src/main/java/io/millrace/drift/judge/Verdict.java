package io.millrace.drift.judge;

/** What is to become of a challenger, and why. */
public sealed interface Verdict {
    /** What it rests on. */
    Evidence evidence();

    /** Nothing is shown yet. */
    record KeepWatching(Evidence evidence) implements Verdict {}

    /**
     * The challenger does harm, or time is up.
     *
     * @param criterion what showed it; the one with most evidence beyond what it needed, if several
     */
    record RollBack(Criterion criterion, Evidence evidence) implements Verdict {}

    /** What the goal asks for is shown, and no harm is. */
    record Promote(Evidence evidence) implements Verdict {}
}
