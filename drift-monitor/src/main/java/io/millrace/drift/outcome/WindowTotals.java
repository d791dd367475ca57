package io.millrace.drift.outcome;

import io.millrace.drift.window.Segment;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What all partitions counted of one window: all answers, those of each version and variant, and of each of these the segments. Of a field the first values of
 * all partitions have a segment, as they have one of each partition. Not safe for use by several threads.
 */
final class WindowTotals {
    private final QualitySettings settings;
    private final Places places = new Places();
    private final SortedMap<Answers, WindowQuality> totals = new TreeMap<>();

    /**
     * Which answers.
     *
     * @param version null for those of all versions and variants together
     * @param variant null for the same
     */
    record Answers(
            Segment segment,
            @Nullable String version,
            @Nullable String variant) implements Comparable<Answers> {
        /** All of a window. */
        static final Answers ALL = new Answers(Segment.WHOLE, null, null);

        private static final Comparator<Answers> ORDER = Comparator.comparing(Answers::segment)
                .thenComparing(Answers::version, Comparator.nullsFirst(Comparator.naturalOrder()))
                .thenComparing(Answers::variant, Comparator.nullsFirst(Comparator.naturalOrder()));

        /** The whole before its segments, all versions together before each. */
        @Override
        public int compareTo(Answers other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * Of nothing yet.
     *
     * @param startMillis of the window
     * @param cells all in which partitions counted something
     */
    WindowTotals(QualitySettings settings, long startMillis, Collection<Cell> cells) {
        this.settings = settings;
        totals.put(Answers.ALL, WindowQuality.empty(settings));
        cells.forEach(cell -> places.admit(startMillis, cell.segment()));
    }

    /** Adds what one partition counted in one of the cells. */
    void add(Cell cell, WindowQuality counted) {
        if (settings.tells(cell.segment())) {
            var segment = places.of(cell.windowStartMillis(), cell.segment());
            add(new Answers(segment, null, null), counted);
            add(new Answers(segment, cell.version(), cell.variant()), counted);
        }
    }

    private void add(Answers answers, WindowQuality counted) {
        totals.computeIfAbsent(answers, ignored -> WindowQuality.empty(settings))
                .merge(counted);
    }

    /** Of all answers, which are there even if there are none. */
    WindowQuality all() {
        return Objects.requireNonNull(totals.get(Answers.ALL));
    }

    /** In their order. */
    SortedMap<Answers, WindowQuality> totals() {
        return Collections.unmodifiableSortedMap(totals);
    }

    /** Of all versions and variants together, without the whole. */
    SortedMap<Segment, WindowQuality> segments() {
        var segments = new TreeMap<Segment, WindowQuality>();
        totals.forEach((answers, quality) -> {
            if (answers.version() == null && !answers.segment().equals(Segment.WHOLE)) {
                segments.put(answers.segment(), quality);
            }
        });
        return segments;
    }
}
