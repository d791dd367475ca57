package io.millrace.drift.window;

import io.millrace.drift.profile.ReferenceProfile;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What one window keeps of its rows, of one partition or of several merged: bounded in size, whatever the number of rows.
 * Counts do not depend on the order or the split of the rows; moments do by rounding only, quantiles within their error. Not safe
 * for use by several threads.
 *
 * <p>Of what predictions are split by, {@value #MOST_VALUES} values have a segment: the first in the order of their characters. All
 * others are in one, the rest. So it does not matter which partition saw which value first: a value that has a segment of the
 * whole has had one in every part.
 */
public final class WindowAccumulator {
    /** How many values of what predictions are split by are told apart. */
    public static final int MOST_VALUES = 20;

    /** Among signals, when they are told: how many rows said how far out they are, and how many are outliers. Names of detectors have a slash. */
    private static final String WITH_OUTLIER_SCORE = "outlier-scores";

    private static final String OUTLIERS = "outliers";

    private final Function<Segment, RowsSummary> begin;
    private final NavigableMap<Segment, RowsSummary> segments = new TreeMap<>();
    private final Set<Segment> changed = new TreeSet<>();
    private final SortedMap<String, Long> signals = new TreeMap<>();
    private long withOutlierScore;
    private long outliers;
    private long earliestMillis = Long.MAX_VALUE;
    private long latestMillis = Long.MIN_VALUE;

    private WindowAccumulator(Function<Segment, RowsSummary> begin) {
        this.begin = begin;
        segments.put(Segment.WHOLE, begin.apply(Segment.WHOLE));
    }

    /** An empty one over the bins of the profile. */
    public static WindowAccumulator of(ReferenceProfile profile) {
        return beginning(segment -> RowsSummary.over(profile));
    }

    /** An empty one; segments begin as is told. */
    static WindowAccumulator beginning(Function<Segment, RowsSummary> begin) {
        return new WindowAccumulator(begin);
    }

    /** As it was before; the whole is among the segments. */
    static WindowAccumulator restored(
            ReferenceProfile profile,
            SortedMap<Segment, RowsSummary> segments,
            SortedMap<String, Long> told,
            long earliestMillis,
            long latestMillis) {
        var window = of(profile);
        window.segments.putAll(segments);
        window.signals.putAll(told);
        window.withOutlierScore = Objects.requireNonNullElse(window.signals.remove(WITH_OUTLIER_SCORE), 0L);
        window.outliers = Objects.requireNonNullElse(window.signals.remove(OUTLIERS), 0L);
        window.earliestMillis = earliestMillis;
        window.latestMillis = latestMillis;
        return window;
    }

    /** Counts one prediction, of which nothing is kept. */
    public void add(Observation row) {
        whole().add(row);
        changed.add(Segment.WHOLE);
        for (var segment : row.segments()) {
            rowsOf(segment).add(row);
        }
        if (row.outlying() != Outlying.UNKNOWN) {
            withOutlierScore++;
            outliers += row.outlying() == Outlying.BEYOND ? 1 : 0;
        }
        earliestMillis = Math.min(earliestMillis, row.eventTimeMillis());
        latestMillis = Math.max(latestMillis, row.eventTimeMillis());
    }

    /** Adds what the other one counted, which is not changed. Both must be over the same profile. */
    public void merge(WindowAccumulator other) {
        other.segments.forEach((segment, rows) -> rowsOf(segment).merge(rows));
        other.signals.forEach((detector, times) -> signals.merge(detector, times, Long::sum));
        withOutlierScore += other.withOutlierScore;
        outliers += other.outliers;
        earliestMillis = Math.min(earliestMillis, other.earliestMillis);
        latestMillis = Math.max(latestMillis, other.latestMillis);
    }

    /** A detector has said, at a row of this window, that values have changed. */
    public void signal(String detector) {
        signals.merge(detector, 1L, Long::sum);
        changed.add(Segment.WHOLE);
    }

    /** Of how many predictions it is known whether they are outliers. */
    public long withOutlierScore() {
        return withOutlierScore;
    }

    /** How many of them are. */
    public long outliers() {
        return outliers;
    }

    /** How often each detector has said so; one that never did is not there. */
    public SortedMap<String, Long> signals() {
        return Collections.unmodifiableSortedMap(signals);
    }

    /** These, and outliers, as {@link #restored} takes them. */
    SortedMap<String, Long> told() {
        var told = new TreeMap<>(signals);
        if (withOutlierScore > 0) {
            told.put(WITH_OUTLIER_SCORE, withOutlierScore);
            told.put(OUTLIERS, outliers);
        }
        return told;
    }

    /** Where rows of a segment are counted: with the rest, if it comes after all that may have a place of their own. */
    private RowsSummary rowsOf(Segment segment) {
        var known = segments.get(segment);
        if (known != null) {
            changed.add(segment);
            return known;
        }
        if (segment.rest()) {
            return begun(segment);
        }
        var kept = segments.subMap(Segment.of(segment.by(), ""), true, Segment.restOf(segment.by()), false);
        if (kept.size() < MOST_VALUES) {
            return begun(segment);
        }
        var last = kept.lastKey();
        if (segment.compareTo(last) > 0) {
            return rowsOf(Segment.restOf(segment.by()));
        }
        var displaced = Objects.requireNonNull(kept.remove(last));
        changed.add(last);
        rowsOf(Segment.restOf(segment.by())).merge(displaced);
        return begun(segment);
    }

    private RowsSummary begun(Segment segment) {
        var rows = begin.apply(segment);
        segments.put(segment, rows);
        changed.add(segment);
        return rows;
    }

    /** How many predictions were counted. */
    public long rows() {
        return whole().rows();
    }

    /** Smallest event time counted; {@link Long#MAX_VALUE} if there is none. */
    public long earliestMillis() {
        return earliestMillis;
    }

    /** Largest event time counted; {@link Long#MIN_VALUE} if there is none. */
    public long latestMillis() {
        return latestMillis;
    }

    /** All predictions; live, not a copy. */
    public RowsSummary whole() {
        return Objects.requireNonNull(segments.get(Segment.WHOLE));
    }

    /** The whole, then whatever predictions are split by, in its order; live, not a copy. */
    public SortedMap<Segment, RowsSummary> segments() {
        return Collections.unmodifiableSortedMap(segments);
    }

    /** The segments that changed, came or went since the last call. */
    public Set<Segment> takeChanged() {
        var taken = new TreeSet<>(changed);
        changed.clear();
        return taken;
    }

    /** Whether there are any. */
    public boolean hasChanged() {
        return !changed.isEmpty();
    }
}
