package io.millrace.drift.window;

import java.time.Duration;

/**
 * Turns the verdicts of windows, in their order, into alerts that neither flicker nor repeat: raised once after
 * {@code hold} drifted windows in a row, resolved after {@code hold} calm ones in a row, and after that not raised again by a window
 * that ends within {@code coolDown} of the one that resolved it. An unknown window (too few samples, or warming up) neither counts nor breaks a row; a window
 * without any prediction is not seen at all.
 *
 * @param hold windows in a row, at least 1
 * @param coolDown event time after the window that resolved an alert; not negative
 */
public record AlertRule(int hold, Duration coolDown) {
    /** What one window says about one test of one feature. */
    public enum Verdict {
        DRIFTED,
        CALM,
        UNKNOWN
    }

    /** What becomes of the alert. */
    public enum Change {
        NONE,
        RAISED,
        RESOLVED
    }

    /**
     * What a window changed.
     *
     * @param episode the run or alert as of this window, before a resolved one is forgotten: what an alert is told with
     * @param next what to remember until the next window
     */
    public record Step(Change change, AlertState episode, AlertState next) {}

    /** Refuses, with an IllegalArgumentException, to hold for less than one window, or to cool down before. */
    public AlertRule {
        if (hold < 1) {
            throw new IllegalArgumentException("hold must be at least 1, was " + hold);
        }
        if (coolDown.isNegative()) {
            throw new IllegalArgumentException("cool-down must not be negative, was " + coolDown);
        }
    }

    /** Without a cool-down. */
    public AlertRule(int hold) {
        this(hold, Duration.ZERO);
    }

    /**
     * What one more window changes.
     *
     * @param startMillis its start, later than that of any window before; all windows are of one length
     */
    public Step step(AlertState state, Verdict verdict, long startMillis) {
        return switch (verdict) {
            case UNKNOWN -> new Step(Change.NONE, state, state);
            case DRIFTED -> drifted(state, startMillis);
            case CALM -> calm(state, startMillis);
        };
    }

    private Step drifted(AlertState state, long startMillis) {
        long since = state.held() == 0 ? startMillis : state.sinceMillis();
        int held = state.held() + 1;
        boolean raised = state.raised() || (held >= hold && startMillis > state.quietUntilMillis());
        var next = new AlertState(raised, since, held, 0, raised ? AlertState.NEVER : state.quietUntilMillis());
        return new Step(raised && !state.raised() ? Change.RAISED : Change.NONE, next, next);
    }

    private Step calm(AlertState state, long startMillis) {
        if (!state.raised()) {
            var quiet = AlertState.QUIET.until(state.quietUntilMillis());
            return new Step(Change.NONE, quiet, quiet);
        }
        var calmer = new AlertState(true, state.sinceMillis(), state.held(), state.calm() + 1, AlertState.NEVER);
        return calmer.calm() >= hold
                ? new Step(
                        Change.RESOLVED,
                        calmer,
                        coolDown.isZero()
                                ? AlertState.QUIET
                                : AlertState.QUIET.until(startMillis + coolDown.toMillis()))
                : new Step(Change.NONE, calmer, calmer);
    }
}
