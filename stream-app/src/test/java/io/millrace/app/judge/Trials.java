package io.millrace.app.judge;

import io.millrace.app.rollout.Change;
import io.millrace.app.rollout.RefusedException;
import io.millrace.app.rollout.RolloutState;
import io.millrace.app.rollout.Share;
import io.millrace.app.rollout.Timeline;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Timelines to try contests on. The champion is {@link #CHAMPION} from the beginning. */
final class Trials {
    static final String CHAMPION = "c".repeat(64);
    static final String CHALLENGER = "d".repeat(64);
    static final String OTHER = "e".repeat(64);

    private Trials() {}

    static Timeline champion() {
        return after(Timeline.EMPTY, 0, new Change.Promote(CHAMPION));
    }

    static Timeline after(Timeline timeline, long fromMillis, Change change) {
        try {
            return change.applyTo(timeline, fromMillis);
        } catch (RefusedException e) {
            throw new AssertionError(e);
        }
    }

    static Change canary(String version, Change.Canary.Step... steps) {
        return new Change.Canary(version, Share.of(0.1), List.of(steps));
    }

    static Change ab(String one, String two) {
        var shares = new LinkedHashMap<String, Share>();
        shares.put(one, Share.of(0.3));
        shares.put(two, Share.of(0.3));
        return new Change.Ab(shares);
    }

    static RolloutState state(Timeline timeline) {
        return new RolloutState(Map.of(), timeline, null, null);
    }
}
