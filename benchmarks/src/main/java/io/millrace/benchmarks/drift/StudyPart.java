package io.millrace.benchmarks.drift;

import java.util.List;

/**
 * What was found with windows of one size.
 *
 * @param reads what was read: features, or outcomes
 * @param found one for each of what was compared, all of the same changes
 */
public record StudyPart(String reads, StudySize size, List<Found> found) {
    static final String FEATURES = "features";
    static final String OUTCOMES = "outcomes";

    /** Copies the list. */
    public StudyPart {
        found = List.copyOf(found);
    }
}
