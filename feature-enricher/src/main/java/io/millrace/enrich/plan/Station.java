package io.millrace.enrich.plan;

import io.millrace.enrich.event.Event;
import io.millrace.enrich.event.KeyField;
import io.millrace.enrich.expression.Facts;
import io.millrace.enrich.window.KeyedHistory;
import io.millrace.enrich.window.NodeStore;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Everything that needs the events of one key in one place: the references joined by that key, the windows over it, and the
 * features that become known with them. {@link #over} opens it for one thread. Safe for concurrent use; all that ever changes is
 * what those who write tell those who read beside them.
 */
public final class Station {
    private final KeyField key;
    private final boolean rekeyed;
    private final List<Join> joins;
    private final List<StationHistory> histories;
    private final List<ValueFeature> values;
    private final WriteMarks marks = new WriteMarks();
    private final Frontiers frontiers = new Frontiers();

    Station(
            KeyField key,
            boolean rekeyed,
            List<Join> joins,
            List<StationHistory> histories,
            List<ValueFeature> values) {
        this.key = key;
        this.rekeyed = rekeyed;
        this.joins = List.copyOf(joins);
        this.histories = List.copyOf(histories);
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
        return nameOf(key);
    }

    static String nameOf(KeyField key) {
        return key.name().replace('_', '-');
    }

    /** Whether events must be sent here through a topic keyed by this key; false where they arrive with it. */
    public boolean rekeyed() {
        return rekeyed;
    }

    /** References to be joined to an event before {@link Work#arrive}. */
    public List<Join> joins() {
        return joins;
    }

    /** What is kept per key; empty where nothing is aggregated here. */
    public List<StationHistory> histories() {
        return histories;
    }

    /** The shortest delay, above zero, of a window over events: up to this long before an event, others must have come. */
    public OptionalLong shortestDelayMillis() {
        return histories.stream()
                .filter(history -> !history.labelled())
                .flatMap(history -> history.windows().stream())
                .mapToLong(features -> features.window().delayMillis())
                .filter(delay -> delay > 0)
                .min();
    }

    /** Whether any feature counts what became of events. */
    public boolean readsLabels() {
        return histories.stream().anyMatch(StationHistory::labelled);
    }

    /**
     * What is to be {@link Work#learn learnt} of an event whose outcome is known.
     *
     * @param facts the event with its label; references are not asked for
     * @return one entry per labelled history
     */
    public double[][] labelled(Facts facts) {
        return histories.stream()
                .filter(StationHistory::labelled)
                .map(history -> history.entry(facts))
                .toArray(double[][]::new);
    }

    /** Opens the station over the stores of its histories. Confined to one thread. */
    public Work over(Function<StationHistory, NodeStore> stores) {
        return open(history -> new KeyedHistory(history.layout(), stores.apply(history)), marks);
    }

    /** Opens the station without any history, which then lives as long as the result. Confined to one thread. */
    public Work onHeap() {
        return open(history -> KeyedHistory.onHeap(history.layout()), new WriteMarks());
    }

    private Work open(Function<StationHistory, KeyedHistory> how, WriteMarks marks) {
        return new Work(
                histories.stream()
                        .map(history -> new OpenHistory(history, how.apply(history)))
                        .toList(),
                marks);
    }

    /** How far those are who write its partitions. */
    public Frontiers frontiers() {
        return frontiers;
    }

    /** Tells of every key whether a {@linkplain #over station over stores} writes it. */
    WriteMarks marks() {
        return marks;
    }

    /** The station at work over its stores. */
    public final class Work {
        private final List<OpenHistory> events;
        private final List<OpenHistory> labels;
        private final WriteMarks marks;

        private Work(List<OpenHistory> all, WriteMarks marks) {
            this.marks = marks;
            this.events =
                    all.stream().filter(open -> !open.history().labelled()).toList();
            this.labels = all.stream().filter(open -> open.history().labelled()).toList();
        }

        /**
         * Adds an event to the history of its key and fills in all features of this station. An event whose key field is null
         * has no history: features over it stay missing, and no state is touched.
         *
         * @param event with this station's references joined; in time order or not, each event once
         * @param settledMillis nobody will come any more with an event that is further before this than the lateness
         */
        public void enrich(Event event, long settledMillis) {
            add(event, settledMillis, true);
        }

        /**
         * The first half of {@link #enrich}: adds the event, and fills in what does not depend on who else is still on the
         * way: the windows of events that end with it. The others wait for {@link #complete}.
         */
        public void arrive(Event event, long settledMillis) {
            add(event, settledMillis, false);
        }

        /** The second half of {@link #enrich}: windows with a delay, and those over labels. Changes nothing that is kept. */
        public void complete(Event event) {
            byte[] bytes = key.bytes(event.record());
            if (bytes != null) {
                for (OpenHistory open : events) {
                    if (open.hasDelayed()) {
                        open.keyed().openAgain(bytes); // most events are complete as soon as they have arrived
                        open.fillDelayed(event.row(), event.timeMillis());
                    }
                }
                readLabels(event, bytes);
            }
        }

        /**
         * Adds what became of an event to the history of its key.
         *
         * @param timeMillis of the event
         * @param entries as {@link Station#labelled} made them
         */
        public void learn(byte[] keyBytes, long timeMillis, double[][] entries, long settledMillis) {
            marks.begin(keyBytes);
            try {
                for (int i = 0; i < labels.size(); i++) {
                    KeyedHistory keyed = labels.get(i).keyed();
                    keyed.open(keyBytes);
                    keyed.append(timeMillis, entries[i], settledMillis);
                    keyed.save();
                }
            } finally {
                marks.end(keyBytes);
            }
        }

        private void add(Event event, long settledMillis, boolean complete) {
            byte[] bytes = key.bytes(event.record());
            if (bytes != null) {
                marks.begin(bytes);
                try {
                    append(event, bytes, settledMillis, complete);
                } finally {
                    marks.end(bytes);
                }
                if (complete) {
                    readLabels(event, bytes);
                }
            }
            values.forEach(value -> value.fill(event));
        }

        private void append(Event event, byte[] bytes, long settledMillis, boolean complete) {
            for (OpenHistory open : events) {
                KeyedHistory keyed = open.keyed();
                double[] row = event.row();
                keyed.open(bytes);
                open.fillBefore(row, event.timeMillis());
                keyed.append(event.timeMillis(), open.history().entry(event), settledMillis);
                open.fillWith(row, event.timeMillis());
                if (complete) {
                    open.fillDelayed(row, event.timeMillis());
                }
                keyed.save();
            }
        }

        private void readLabels(Event event, byte[] bytes) {
            for (OpenHistory open : labels) {
                open.keyed().open(bytes);
                open.fillAll(event.row(), event.timeMillis());
            }
        }
    }
}
