package io.millrace.enrich.plan;

import io.millrace.enrich.event.Event;
import io.millrace.enrich.event.KeyField;
import io.millrace.enrich.expression.Expression;
import io.millrace.enrich.window.KeyedHistory;
import io.millrace.enrich.window.Layout;
import io.millrace.enrich.window.NodeStore;
import io.millrace.enrich.window.Window;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that needs the events of one key in one place: the references joined by that key, the windows over it, and the
 * features that become known with them. Immutable, safe for concurrent use; {@link #over} opens it for one thread.
 */
public final class Station {
    private final KeyField key;
    private final boolean rekeyed;
    private final List<Join> joins;
    private final List<Expression> columns;
    private final @Nullable Layout layout;
    private final List<WindowFeatures> windows;
    private final List<ValueFeature> values;

    Station(
            KeyField key,
            boolean rekeyed,
            List<Join> joins,
            List<Expression> columns,
            @Nullable Layout layout,
            List<WindowFeatures> windows,
            List<ValueFeature> values) {
        this.key = key;
        this.rekeyed = rekeyed;
        this.joins = List.copyOf(joins);
        this.columns = List.copyOf(columns);
        this.layout = layout;
        this.windows = List.copyOf(windows);
        this.values = List.copyOf(values);
    }

    /** The event field whose value is this station's key. */
    public KeyField key() {
        return key;
    }

    /**
     * The key field's name as names of topics, stores and processors have it: every underscore is a dash, all else stays,
     * {@code customer_id} is {@code customer-id}.
     */
    public String name() {
        return key.name().replace('_', '-');
    }

    /** Whether events must be sent here through a topic keyed by this key; false where they arrive with it. */
    public boolean rekeyed() {
        return rekeyed;
    }

    /** References to be joined to an event before {@link Work#enrich}. */
    public List<Join> joins() {
        return joins;
    }

    /** What is kept per key; null where nothing is aggregated here. */
    public @Nullable Layout layout() {
        return layout;
    }

    /** Windows that end at or before an event of this key. */
    public List<Window> windows() {
        return windows.stream().map(WindowFeatures::window).toList();
    }

    /** Opens the station over the history in a store. Confined to one thread. */
    public Work over(NodeStore store) {
        return new Work(layout == null ? null : new KeyedHistory(layout, store));
    }

    /** The station at work over one store. */
    public final class Work {
        private final @Nullable KeyedHistory history;
        private final double[] entry = new double[columns.size()];

        private Work(@Nullable KeyedHistory history) {
            this.history = history;
        }

        /**
         * Adds an event to the history of its key and fills in the features that are known with it. An event whose key field
         * is null has no history: features over it stay missing, and no state is touched.
         *
         * @param event with this station's references joined; in time order or not, each event once
         */
        public void enrich(Event event) {
            byte[] bytes = key.bytes(event.record());
            if (history != null && bytes != null) {
                for (int i = 0; i < entry.length; i++) {
                    entry[i] = columns.get(i).evaluate(event);
                }
                history.append(bytes, event.timeMillis(), entry);
                for (WindowFeatures features : windows) {
                    Window window = features.window();
                    features.fill(
                            event.row(),
                            history.between(
                                    window.fromExclusive(event.timeMillis()), window.toInclusive(event.timeMillis())));
                }
            }
            values.forEach(value -> value.fill(event));
        }
    }
}
