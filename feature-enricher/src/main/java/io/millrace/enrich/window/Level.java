package io.millrace.enrich.window;

import io.millrace.sketch.codec.ByteReader;
import io.millrace.sketch.codec.ByteWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Summaries of up to {@link #CAPACITY} successive nodes of one level, in arrival order, and the nodes themselves as far as they
 * are at hand. Indices are not stored: the last summary is of the node written last. Mutable, confined to one thread.
 */
final class Level {
    static final int CAPACITY = 16;

    /** Most keys of many have few entries. */
    private static final int FIRST_ROOM = 4;

    private final Layout layout;
    private final Summary cursor;
    private final @Nullable Node[] nodes = new Node[CAPACITY];
    private long[] longs = {};
    private double[] doubles = {};
    private int size;

    Level(Layout layout) {
        this.layout = layout;
        this.cursor = Summary.elsewhere(layout);
    }

    void clear() {
        Arrays.fill(nodes, 0, size, null);
        size = 0;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Valid until the next one is asked for: they share one object. */
    Summary get(int position) {
        return cursor.at(position, longs, doubles);
    }

    long minTime(int position) {
        return Summary.minTime(longs, position * layout.longsPerSummary());
    }

    long maxTime(int position) {
        return Summary.maxTime(longs, position * layout.longsPerSummary());
    }

    /** The node that a summary is of; null while it is only in the store. */
    @Nullable
    Node node(int position) {
        return nodes[position];
    }

    void keep(int position, Node node) {
        nodes[position] = node;
    }

    /** An empty summary, appended; valid as long as one that is got. */
    Summary append() {
        int room = layout.longsPerSummary() * (size + 1);
        if (longs.length < room) {
            int grown = Math.min(CAPACITY, Math.max(FIRST_ROOM, 2 * size));
            longs = Arrays.copyOf(longs, grown * layout.longsPerSummary());
            doubles = Arrays.copyOf(doubles, grown * layout.doublesPerSummary());
        }
        return get(size++).clear();
    }

    void removeFirst() {
        remove(0);
    }

    void remove(int position) {
        size--;
        moveDown(longs, position, layout.longsPerSummary());
        moveDown(doubles, position, layout.doublesPerSummary());
        moveDown(nodes, position, 1);
        nodes[size] = null;
    }

    /** Moves what comes after a position to it. */
    @SuppressWarnings("SuspiciousSystemArraycopy") // an array of whichever element
    private void moveDown(Object array, int position, int stride) {
        System.arraycopy(array, (position + 1) * stride, array, position * stride, (size - position) * stride);
    }

    /** Latest event time of all nodes; {@link Long#MIN_VALUE} when there is none. */
    long maxTime() {
        long latest = Long.MIN_VALUE;
        for (int i = 0; i < size; i++) {
            latest = Math.max(latest, maxTime(i));
        }
        return latest;
    }

    /** Entries of all nodes from a position on that lie in [from, to] as a whole. */
    long count(int firstPosition, long fromInclusive, long toInclusive) {
        long inside = 0;
        for (int i = firstPosition; i < size; i++) {
            if (minTime(i) >= fromInclusive && maxTime(i) <= toInclusive) {
                inside += get(i).count();
            }
        }
        return inside;
    }

    void write(ByteWriter out, long newest) {
        out.writeUnsigned(size);
        for (int i = 0; i < size; i++) {
            get(i).write(out, newest);
        }
    }

    void read(ByteReader in, long newest) {
        int stored = in.readCount();
        if (stored > CAPACITY) {
            throw new IllegalStateException(stored + " summaries where at most " + CAPACITY + " fit");
        }
        clear();
        for (int i = 0; i < stored; i++) {
            append().read(in, newest);
        }
    }
}
