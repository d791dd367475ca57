package io.millrace.enrich.window;

import io.millrace.enrich.codec.ByteReader;
import io.millrace.enrich.codec.ByteWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Summaries of up to {@link #CAPACITY} successive nodes of one level, in arrival order, and the nodes themselves as far as they
 * are at hand. Indices are not stored: the last summary is of the node written last. Summaries are used again. Mutable,
 * confined to one thread.
 */
final class Level {
    static final int CAPACITY = 16;

    private final Layout layout;
    private final Summary[] summaries = new Summary[CAPACITY];
    private final @Nullable Node[] nodes = new Node[CAPACITY];
    private int size;

    Level(Layout layout) {
        this.layout = layout;
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

    Summary get(int position) {
        return summaries[position];
    }

    /** The node that a summary is of; null while it is only in the store. */
    @Nullable
    Node node(int position) {
        return nodes[position];
    }

    void keep(int position, Node node) {
        nodes[position] = node;
    }

    /** An empty summary, appended. */
    Summary append() {
        Summary free = summaries[size];
        if (free == null) {
            free = new Summary(layout);
            summaries[size] = free;
        }
        size++;
        return free.clear();
    }

    void removeFirst() {
        remove(0);
    }

    void remove(int position) {
        Summary removed = summaries[position];
        System.arraycopy(summaries, position + 1, summaries, position, --size - position);
        summaries[size] = removed;
        System.arraycopy(nodes, position + 1, nodes, position, size - position);
        nodes[size] = null;
    }

    /** Latest event time of all nodes; {@link Long#MIN_VALUE} when there is none. */
    long maxTime() {
        long latest = Long.MIN_VALUE;
        for (int i = 0; i < size; i++) {
            latest = Math.max(latest, summaries[i].maxTime());
        }
        return latest;
    }

    void write(ByteWriter out, long newest) {
        out.writeUnsigned(size);
        for (int i = 0; i < size; i++) {
            summaries[i].write(out, newest);
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
