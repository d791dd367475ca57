package io.millrace.app.replay;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a replay makes.
 *
 * @param out where the rows go
 * @param scored whether events are scored, which needs the pipeline's model
 * @param sorted whether all events are sorted in memory, instead of being put in order as far as the lateness reaches
 * @param period event times whose rows are written; events before count in their features, events after are not read
 * @param deadLetters where bad rows go; null if the first one ends the replay
 * @param outcomes whether each row says what became of its event, which needs the pipeline's outcomes
 */
public record ReplayOptions(
        Path out,
        boolean scored,
        boolean sorted,
        Period period,
        @Nullable Path deadLetters,
        boolean outcomes) {
    /** Everything, in order as it comes, as long as no row is bad. */
    public static ReplayOptions to(Path out, boolean scored) {
        return new ReplayOptions(out, scored, false, Period.ALL, null, false);
    }

    /** The same, sorted in memory. */
    public ReplayOptions inMemory() {
        return new ReplayOptions(out, scored, true, period, deadLetters, outcomes);
    }

    /** The same, with bad rows put aside. */
    public ReplayOptions puttingAside(Path badRows) {
        return new ReplayOptions(out, scored, sorted, period, badRows, outcomes);
    }

    /** The same with what became of the events. */
    public ReplayOptions withOutcomes() {
        return new ReplayOptions(out, scored, sorted, period, deadLetters, true);
    }

    /** The same for some of the events. */
    public ReplayOptions within(Period some) {
        return new ReplayOptions(out, scored, sorted, some, deadLetters, outcomes);
    }
}
