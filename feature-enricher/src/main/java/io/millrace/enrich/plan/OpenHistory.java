package io.millrace.enrich.plan;

import io.millrace.enrich.window.KeyedHistory;
import io.millrace.enrich.window.WindowViews;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A {@link StationHistory} at work: the history of a key, and the features that are read from it. Confined to one thread. */
final class OpenHistory {
    private final StationHistory history;
    private final KeyedHistory keyed;
    private final List<EndingTogether> before;
    private final List<EndingTogether> with;
    private final List<EndingTogether> delayed;

    /** Features of windows that end at the same time. */
    private record EndingTogether(List<WindowFeatures> features, WindowViews views) {
        void fill(double[] row, long timeMillis) {
            var windows = views.at(timeMillis);
            for (int i = 0; i < windows.size(); i++) {
                features.get(i).fill(row, windows.get(i));
            }
        }
    }

    OpenHistory(StationHistory history, KeyedHistory keyed) {
        this.history = history;
        this.keyed = keyed;
        this.before = group(WindowFeatures::isBefore);
        this.with = group(features -> !features.isBefore() && !features.isDelayed());
        this.delayed = group(WindowFeatures::isDelayed);
    }

    private List<EndingTogether> group(Predicate<WindowFeatures> which) {
        return history.windows().stream()
                .filter(which)
                .collect(Collectors.groupingBy(
                        features -> features.window().delayMillis(), LinkedHashMap::new, Collectors.toList()))
                .values()
                .stream()
                .map(features -> new EndingTogether(
                        features,
                        keyed.views(
                                features.stream().map(WindowFeatures::window).toList())))
                .toList();
    }

    StationHistory history() {
        return history;
    }

    KeyedHistory keyed() {
        return keyed;
    }

    boolean hasDelayed() {
        return !delayed.isEmpty();
    }

    /** Fills in what the open key's entries before an event amount to. */
    void fillBefore(double[] row, long timeMillis) {
        fill(before, row, timeMillis);
    }

    /** Fills in the features of windows that end with the event. */
    void fillWith(double[] row, long timeMillis) {
        fill(with, row, timeMillis);
    }

    /** Fills in the features of windows that ended some time before the event. */
    void fillDelayed(double[] row, long timeMillis) {
        fill(delayed, row, timeMillis);
    }

    void fillAll(double[] row, long timeMillis) {
        fillBefore(row, timeMillis);
        fillWith(row, timeMillis);
        fillDelayed(row, timeMillis);
    }

    /** The earliest time at which all windows of the open key hold what ever was in them. */
    long knownFromMillis() {
        return history.windows().stream()
                .map(WindowFeatures::window)
                .mapToLong(keyed::knownFromMillis)
                .max()
                .orElse(Long.MIN_VALUE);
    }

    private static void fill(List<EndingTogether> groups, double[] row, long timeMillis) {
        for (EndingTogether group : groups) {
            group.fill(row, timeMillis);
        }
    }
}
