package io.millrace.app.rollout;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Plans by the event time from which they hold, inclusive, to that of the next. Immutable.
 */
public final class Timeline {
    /** Nothing has ever scored. */
    public static final Timeline EMPTY = new Timeline(new TreeMap<>());

    /** Whatever holds from here on holds for every event: none is from before 1970. */
    public static final long BEGINNING_MILLIS = 0;

    private final NavigableMap<Long, Plan> plans;

    private Timeline(NavigableMap<Long, Plan> plans) {
        this.plans = plans;
    }

    public boolean isEmpty() {
        return plans.isEmpty();
    }

    /** What holds at an event time; empty if nothing does. */
    public Optional<Plan> at(long millis) {
        return Optional.ofNullable(plans.floorEntry(millis)).map(Map.Entry::getValue);
    }

    /**
     * What holds at every time of a period; empty if nothing does, or one plan after another. That both of its ends have the same plan is not
     * enough: another may hold in between.
     *
     * @param fromMillis included
     * @param toMillis included; not before the other
     */
    public Optional<Plan> throughout(long fromMillis, long toMillis) {
        return at(fromMillis).filter(plan -> plans.subMap(fromMillis, false, toMillis, true).values().stream()
                .allMatch(plan::equals));
    }

    /** What holds in the end. */
    public Optional<Plan> last() {
        return Optional.ofNullable(plans.lastEntry()).map(Map.Entry::getValue);
    }

    /** The plans that hold in the end, the last first. */
    public List<Plan> latest(int most) {
        return plans.descendingMap().values().stream().limit(most).toList();
    }

    /** When the last plan begins to hold; empty if there is none. */
    public Optional<Long> lastMillis() {
        return plans.isEmpty() ? Optional.empty() : Optional.of(plans.lastKey());
    }

    /** All plans by when they begin to hold. */
    public SortedMap<Long, Plan> plans() {
        return Collections.unmodifiableSortedMap(plans);
    }

    /** Those that hold at a time or later. */
    public Collection<Plan> since(long millis) {
        Long from = plans.floorKey(millis);
        return Collections.unmodifiableCollection(
                plans.tailMap(from == null ? millis : from, true).values());
    }

    /**
     * Those that hold at some time of a period.
     *
     * @param fromMillis included
     * @param untilMillis excluded; later than that
     */
    public Collection<Plan> between(long fromMillis, long untilMillis) {
        Long from = plans.floorKey(fromMillis);
        long first = from == null ? fromMillis : from;
        return Collections.unmodifiableCollection(
                plans.subMap(first, true, untilMillis, false).values());
    }

    /** With a plan from a time on; what was to come later does not. */
    Timeline with(long millis, Plan plan) {
        var next = new TreeMap<>(plans.headMap(millis, false));
        next.put(millis, plan);
        return new Timeline(next);
    }

    /** With every plan changed. */
    Timeline map(UnaryOperator<Plan> change) {
        var next = new TreeMap<Long, Plan>();
        plans.forEach((millis, plan) -> next.put(millis, change.apply(plan)));
        return new Timeline(next);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Timeline timeline && plans.equals(timeline.plans);
    }

    @Override
    public int hashCode() {
        return plans.hashCode();
    }

    @Override
    public String toString() {
        return plans.toString();
    }
}
