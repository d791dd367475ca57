package io.millrace.app.audit;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What came of a comparison.
 *
 * @param compared predictions whose event replay scores, too
 * @param fallbacks those of them that a fallback gave, of which only the features are compared
 * @param alone those of them whose score is the one that the model gives the row by itself, and not the one it gives it among others
 * @param ofOwnFeatures those of them whose features differ, and whose score is the one that the version gives those features
 * @param differing those of them of which a column differs
 * @param missing events that replay scores and that have no prediction
 * @param missingLast those of them after which their partition has no prediction at all
 * @param unexpected predictions that replay does not make
 * @param repeated predictions beyond the first of an event
 * @param unreadable records of the predictions topic that are none
 * @param columns how often each column differs
 * @param versions how many predictions are compared of each version in each part
 * @param listed the first differences
 */
public record Findings(
        long compared,
        long fallbacks,
        long alone,
        long ofOwnFeatures,
        long differing,
        long missing,
        long missingLast,
        long unexpected,
        long repeated,
        long unreadable,
        SortedMap<String, Long> columns,
        SortedMap<String, Long> versions,
        List<Difference> listed) {
    public Findings {
        columns = Collections.unmodifiableSortedMap(new TreeMap<>(columns));
        versions = Collections.unmodifiableSortedMap(new TreeMap<>(versions));
        listed = List.copyOf(listed);
    }

    /** Whether there is no difference. */
    public boolean isEqual() {
        return differing + missing + unexpected + repeated + unreadable == 0;
    }
}
