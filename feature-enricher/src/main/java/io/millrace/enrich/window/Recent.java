package io.millrace.enrich.window;

import java.util.Arrays;

/** The latest entries of a window by (event time, arrival). Entries must be offered later arrivals first. For one use. */
final class Recent {
    private final int capacity;
    private final int filter;
    private final int width;
    private final long[] times;
    private final double[][] values;
    private int size;

    /**
     * An empty collection.
     *
     * @param capacity how many are wanted, positive
     * @param filter only entries with a value in this column are taken; -1 for all
     * @param width number of columns
     */
    Recent(int capacity, int filter, int width) {
        this.capacity = capacity;
        this.filter = filter;
        this.width = width;
        this.times = new long[capacity];
        this.values = new double[capacity][];
    }

    /** Whether a node of earlier arrivals can have an entry that is wanted. */
    boolean mayTake(Summary node) {
        boolean room = size < capacity || node.maxTime() > times[size - 1];
        return room && (filter < 0 || node.valued(filter) > 0);
    }

    void offer(Entries entries, long fromExclusive, long toInclusive) {
        for (int i = entries.size() - 1; i >= 0; i--) {
            long time = entries.time(i);
            if (time > fromExclusive && time <= toInclusive) {
                offer(time, entries.values(), i * width);
            }
        }
    }

    private void offer(long time, double[] columns, int offset) {
        boolean late = size == capacity && time <= times[size - 1];
        if (late || (filter >= 0 && Double.isNaN(columns[offset + filter]))) {
            return;
        }
        int place = Math.min(size, capacity - 1);
        while (place > 0 && times[place - 1] < time) {
            times[place] = times[place - 1];
            values[place] = values[place - 1];
            place--;
        }
        times[place] = time;
        values[place] = Arrays.copyOfRange(columns, offset, offset + width);
        size = Math.min(size + 1, capacity);
    }

    /** Adds all, the earliest first. */
    void addTo(Summary window) {
        for (int i = size - 1; i >= 0; i--) {
            window.add(times[i], values[i], 0);
        }
    }

    void addTo(Digest window) {
        for (int i = size - 1; i >= 0; i--) {
            window.add(values[i], 0);
        }
    }

    /**
     * A value of the entry {@code places} before the latest of those that have a value in {@code of}.
     *
     * @param of -1 for all entries
     * @return NaN where there are not so many, or the entry has none
     */
    double before(int places, int of, int column) {
        int rest = places;
        for (int i = 0; i < size; i++) {
            boolean counts = of < 0 || !Double.isNaN(values[i][of]);
            if (counts && rest-- == 0) {
                return values[i][column];
            }
        }
        return Double.NaN;
    }
}
