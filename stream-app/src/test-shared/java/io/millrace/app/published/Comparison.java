package io.millrace.app.published;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** Compares many values, counts them, and remembers the first that differ. */
public final class Comparison {
    private static final int SHOWN = 20;

    private final List<String> differences = new ArrayList<>();
    private int compared;
    private int different;

    public void exactly(Object where, String what, double ours, double theirs) {
        within(0, where, what, ours, theirs);
    }

    /** A value that is missing on both sides is the same. */
    public void within(double tolerance, Object where, String what, double ours, double theirs) {
        compared++;
        boolean missing = Double.isNaN(ours) && Double.isNaN(theirs);
        if (!missing && !(Math.abs(ours - theirs) <= tolerance)) { // written so that one NaN fails too
            different++;
            if (differences.size() < SHOWN) {
                differences.add(where + " " + what + ": " + ours + " instead of " + theirs);
            }
        }
    }

    /** All were equal, and none was forgotten. */
    public void assertAllEqual(int expected) {
        assertThat(differences).as("%d differ of %d", different, compared).isEmpty();
        assertThat(compared).as("values compared").isEqualTo(expected);
    }
}
