package io.millrace.enrich.plan;

import io.millrace.enrich.expression.Facts;
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

    StationHistory(
            String store, Layout layout, boolean labelled, List<EntryColumn> columns, List<WindowFeatures> windows) {
        this.store = store;
        this.layout = layout;
        this.labelled = labelled;
        this.columns = List.copyOf(columns);
        this.windows = List.copyOf(windows);
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
}
