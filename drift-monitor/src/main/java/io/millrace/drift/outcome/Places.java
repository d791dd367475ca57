package io.millrace.drift.outcome;

import io.millrace.drift.window.Segment;
import io.millrace.drift.window.WindowAccumulator;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which values of the fields that answers are split by have a segment of their own, window by window: of each field the first
 * {@value WindowAccumulator#MOST_VALUES} in the order of their characters, whichever were seen first. All others are with the rest.
 * So the values that have a place follow from those that were seen, and one that has a place in all a window's answers has had one
 * in any part of them. Not safe for use by several threads.
 */
final class Places {
    private final NavigableMap<Long, NavigableSet<Segment>> taken = new TreeMap<>();

    /**
     * A segment was seen: it takes a place if it comes before one that has one, or if there is one left.
     *
     * @return whose place it took, and who is with the rest from now on
     */
    Optional<Segment> admit(long windowStartMillis, Segment segment) {
        if (!segment.isOfOneValue()) {
            return Optional.empty();
        }
        var ofField = taken.computeIfAbsent(windowStartMillis, start -> new TreeSet<>())
                .subSet(Segment.of(segment.by(), ""), true, Segment.restOf(segment.by()), false);
        ofField.add(segment);
        return ofField.size() > WindowAccumulator.MOST_VALUES
                ? Optional.of(ofField.pollLast()).filter(last -> !last.equals(segment))
                : Optional.empty();
    }

    /** Where a segment's answers are counted: itself, or the rest of its field. */
    Segment of(long windowStartMillis, Segment segment) {
        var segments = taken.get(windowStartMillis);
        return !segment.isOfOneValue() || (segments != null && segments.contains(segment))
                ? segment
                : Segment.restOf(segment.by());
    }

    /** Windows that start before are not asked about any more. */
    void forgetBefore(long windowStartMillis) {
        taken.headMap(windowStartMillis, false).clear();
    }
}
