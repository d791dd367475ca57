package io.millrace.enrich.plan;

import io.millrace.enrich.expression.Facts;
import io.millrace.enrich.window.KeyedHistory;
import io.millrace.enrich.window.Layout;
import java.util.List;

/**
 * One history that a station keeps per key, and the features that are read from it: of events, or of events of which the
 * outcome is known; exactly, or in tiles. Immutable, safe for concurrent use.
 */
public final class StationHistory {
    private final String store;
    private final Layout layout;
    private final boolean labelled;
    private final List<EntryColumn> columns;
    private final List<WindowFeatures> windows;
    private final List<WindowFeatures> before;
    private final List<WindowFeatures> with;
    private final List<WindowFeatures> delayed;

    StationHistory(
            String store, Layout layout, boolean labelled, List<EntryColumn> columns, List<WindowFeatures> windows) {
        this.store = store;
        this.layout = layout;
        this.labelled = labelled;
        this.columns = List.copyOf(columns);
        this.windows = List.copyOf(windows);
        this.before = windows.stream().filter(WindowFeatures::isBefore).toList();
        this.delayed = windows.stream().filter(WindowFeatures::isDelayed).toList();
        this.with = windows.stream()
                .filter(features -> !features.isBefore() && !features.isDelayed())
                .toList();
    }

    /** Name of its store: {@code features-by-customer-id}. */
    public String store() {
        return store;
    }

    public Layout layout() {
        return layout;
    }

    /** Whether its entries are events of which the outcome is known. */
    public boolean labelled() {
        return labelled;
    }

    List<WindowFeatures> windows() {
        return windows;
    }

    /** Whether what a window holds for an event may still change after the event has arrived. */
    boolean isAwaited(WindowFeatures features) {
        return labelled || features.isDelayed();
    }

    double[] entry(Facts facts) {
        double[] entry = new double[columns.size()];
        for (int i = 0; i < entry.length; i++) {
            entry[i] = columns.get(i).of(facts);
        }
        return entry;
    }

    /** The earliest time at which all windows of the open key hold what ever was in them. */
    long knownFromMillis(KeyedHistory history) {
        return windows.stream()
                .mapToLong(features -> history.knownFromMillis(features.window()))
                .max()
                .orElse(Long.MIN_VALUE);
    }

    /** Fills in the features that are of the entries before the event. */
    void fillBefore(double[] row, KeyedHistory history, long timeMillis) {
        fill(before, row, history, timeMillis);
    }

    /** Fills in those of windows that end with the event. */
    void fillWith(double[] row, KeyedHistory history, long timeMillis) {
        fill(with, row, history, timeMillis);
    }

    boolean hasDelayed() {
        return !delayed.isEmpty();
    }

    /** Fills in those of windows that ended some time before the event. */
    void fillDelayed(double[] row, KeyedHistory history, long timeMillis) {
        fill(delayed, row, history, timeMillis);
    }

    /** Fills in all. */
    void fill(double[] row, KeyedHistory history, long timeMillis) {
        fill(windows, row, history, timeMillis);
    }

    private static void fill(List<WindowFeatures> windows, double[] row, KeyedHistory history, long timeMillis) {
        for (WindowFeatures features : windows) {
            features.fill(row, history.view(features.window(), timeMillis));
        }
    }
}
