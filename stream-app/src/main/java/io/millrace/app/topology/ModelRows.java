package io.millrace.app.topology;

import io.millrace.enrich.event.Event;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a model is asked about some events: of each, the pipeline's features as the model may see them, in the order of its rows, and those
 * of them that are texts, null for a missing one. Used again and again, so that a row costs no object. Confined to one thread.
 */
final class ModelRows {
    private final @Nullable Event[] events;
    private final double[][] numbers;
    private final @Nullable String[][] texts;
    private int size;
    private long earliestMillis;
    private long latestMillis;

    /** @param capacity most rows, 1 or more */
    ModelRows(int capacity) {
        this.events = new @Nullable Event[capacity];
        this.numbers = new double[capacity][];
        this.texts = new @Nullable String[capacity][];
    }

    void add(Event event, double[] itsNumbers, @Nullable String[] itsTexts) {
        events[size] = event;
        numbers[size] = itsNumbers;
        texts[size] = itsTexts;
        long millis = event.timeMillis();
        earliestMillis = size == 0 ? millis : Math.min(earliestMillis, millis);
        latestMillis = size == 0 ? millis : Math.max(latestMillis, millis);
        size++;
    }

    /** One of them by itself. */
    ModelRows only(int place) {
        var only = new ModelRows(1);
        only.add(event(place), numbers(place), texts(place));
        return only;
    }

    int size() {
        return size;
    }

    /** @param place from 0 to {@link #size}, excluded, as in what follows */
    Event event(int place) {
        var event = events[place];
        if (place >= size || event == null) {
            throw new IndexOutOfBoundsException("row " + place + " of " + size);
        }
        return event;
    }

    double[] numbers(int place) {
        return numbers[place];
    }

    @Nullable
    String[] texts(int place) {
        return texts[place];
    }

    /** Event time of the earliest; there is at least one. */
    long earliestMillis() {
        return earliestMillis;
    }

    /** Event time of the latest; there is at least one. */
    long latestMillis() {
        return latestMillis;
    }

    /** Drops all, and what they hold. */
    void clear() {
        Arrays.fill(events, 0, size, null);
        size = 0;
    }
}
