package io.millrace.sandbox.demo;

import java.util.HashMap;

/**
 * Predictions held against events, by id: one of each, and of nothing else.
 *
 * @param events how many there are
 * @param predictions how many there are, wanted or not
 * @param missing events without a prediction
 * @param duplicated predictions of events that have another one, the first not counted
 * @param unknown predictions of no event
 */
record Delivery(long events, long predictions, long missing, long duplicated, long unknown) {
    private static final class Counts {
        private int events;
        private int predictions;
    }

    /** @param events their ids, each once */
    static Delivery of(Iterable<String> events, Iterable<String> predictions) {
        var byId = new HashMap<String, Counts>();
        for (var id : events) {
            if (++byId.computeIfAbsent(id, unseen -> new Counts()).events > 1) {
                throw new IllegalArgumentException("two events with the id " + id);
            }
        }
        for (var id : predictions) {
            byId.computeIfAbsent(id, unseen -> new Counts()).predictions++;
        }
        long all = 0;
        long made = 0;
        long missing = 0;
        long duplicated = 0;
        long unknown = 0;
        for (var counts : byId.values()) {
            all += counts.events;
            made += counts.predictions;
            missing += counts.predictions == 0 ? 1 : 0;
            duplicated += counts.events == 1 ? Math.max(0, counts.predictions - 1) : 0;
            unknown += counts.events == 0 ? counts.predictions : 0;
        }
        return new Delivery(all, made, missing, duplicated, unknown);
    }
}
