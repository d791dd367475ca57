package io.millrace.benchmarks.drift;

import io.millrace.drift.profile.ReferenceProfile;
import io.millrace.drift.window.Observation;
import io.millrace.drift.window.WindowAccumulator;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A contender in one run: what it judges by, and which alerts stand. Not safe for use by several threads. */
final class Line {
    private final Judging judging;
    private final List<Alarms> alarms;
    private final List<Found> found;
    private final int[] delays;

    private Line(Judging judging, List<Alarms> alarms, List<Found> found) {
        this.judging = judging;
        this.alarms = alarms;
        this.found = found;
        this.delays = new int[found.size()];
        Arrays.fill(delays, Found.NEVER);
    }

    /** @param found one for each of the contender's holds */
    static Line of(Contender contender, ReferenceProfile profile, List<Found> found) {
        return new Line(
                contender.judging(profile),
                contender.holds().stream().map(Alarms::holding).toList(),
                found);
    }

    /**
     * As it stands, and by itself from now on.
     *
     * @param feature that alone is of interest; null if all are
     */
    Line copy(@Nullable String feature) {
        return new Line(judging.copy(feature), alarms.stream().map(Alarms::copy).toList(), found);
    }

    void read(Observation row) {
        judging.read(row);
    }

    /** Every alert that this window raises is false. */
    void calm(WindowAccumulator window, long start) {
        var said = judging.of(window, start);
        for (int i = 0; i < found.size(); i++) {
            found.get(i).calm(alarms.get(i).raised(said, start).size());
        }
    }

    /**
     * Looks for the change.
     *
     * @param passed windows since its beginning, this one included
     * @param feature that changes; null if any alert counts
     */
    void drift(WindowAccumulator window, long start, int passed, @Nullable String feature) {
        if (isDone()) {
            return;
        }
        var said = judging.of(window, start);
        for (int i = 0; i < found.size(); i++) {
            var raised = alarms.get(i).raised(said, start);
            if (delays[i] == Found.NEVER && (feature == null ? !raised.isEmpty() : raised.contains(feature))) {
                delays[i] = passed;
            }
        }
    }

    boolean isDone() {
        return Arrays.stream(delays).allMatch(delay -> delay != Found.NEVER);
    }

    void tell(Change change) {
        for (int i = 0; i < found.size(); i++) {
            found.get(i).drift(change.name(), delays[i]);
        }
    }
}
