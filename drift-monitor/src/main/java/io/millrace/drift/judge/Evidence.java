package io.millrace.drift.judge;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything a verdict rests on. Immutable.
 *
 * @param championRows events the champion answered in the trial
 * @param challengerRows events the challenger answered
 * @param harm one finding per criterion that may roll back
 * @param merit what must all be shown for a promotion; empty where nothing promotes
 */
public record Evidence(long championRows, long challengerRows, List<Finding> harm, List<Finding> merit) {
    public Evidence {
        harm = List.copyOf(harm);
        merit = List.copyOf(merit);
    }

    /** A line per finding, for people. */
    public String describe() {
        return Stream.concat(
                        harm.stream().map(finding -> "harm " + finding.describe()),
                        merit.stream().map(finding -> "merit " + finding.describe()))
                .collect(Collectors.joining("\n"));
    }
}
