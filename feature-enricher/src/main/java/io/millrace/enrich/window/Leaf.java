package io.millrace.enrich.window;

import io.millrace.sketch.codec.ByteReader;
import io.millrace.sketch.codec.ByteWriter;

/**
 * The youngest part of a history, and what older parts are made of: the entries themselves, or tiles they are summed up in.
 * Mutable, confined to one thread.
 */
sealed interface Leaf permits Entries, Tiles {
    void clear();

    /** Whether an entry of that time finds room. */
    boolean takes(long time);

    /**
     * Adds one entry.
     *
     * @param columns one value per column, NaN is missing
     */
    void add(long time, double[] columns);

    /** Adds all to {@code whole}, in arrival order. */
    void addTo(Summary whole);

    /** Adds each to the segment that it is in, in arrival order. */
    void addTo(Segments wanted);

    /** Adds the sketches of what lies in (from, to] to {@code window}. */
    void addTo(Digest window, long fromExclusive, long toInclusive);

    /** Latest event time; {@link Long#MIN_VALUE} when empty. */
    long maxTime();

    /** Number of entries with a time in [from, to]. */
    long count(long fromInclusive, long toInclusive);

    /**
     * Writes all there is.
     *
     * @param base a time that others are stored as distances from, at or after all of them
     */
    void write(ByteWriter out, long base);

    void read(ByteReader in, long base);
}
