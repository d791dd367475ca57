package io.millrace.enrich.window;

import io.millrace.enrich.codec.ByteWriter;
import java.util.HashMap;
import java.util.Map;

/**
 * The history of every key of one entity, from which any window can be summarised.
 *
 * <p>An append-only aggregation tree with a fan-out of sixteen per key. {@link #append} reads and writes one head of bounded
 * size; every sixteenth entry of a key it also writes a leaf, every 256th an inner node, and so on. {@link #between} merges
 * the summaries of nodes that lie inside a window and reads only those that straddle one of its ends: where entries arrive in
 * time order, at most one node per level and end. Entries may arrive in any order; what a window holds depends only on the
 * entries that have arrived, and of equal times the later arrival is the later one.
 *
 * <p>Nodes whose entries are all {@link Layout#retentionMillis} or more before the newest entry of their key are forgotten
 * when the key is next appended to, and deleted at most {@value #DELETED_PER_APPEND} leaves at a time. Confined to one thread.
 */
public final class KeyedHistory {
    static final int DELETED_PER_APPEND = 4;

    private final Layout layout;
    private final NodeStore store;
    private final Head head;
    private final ByteWriter writer = new ByteWriter();
    private final Map<Long, Node> nodesRead = new HashMap<>();
    private final Summary window;
    private byte[] entity = {};

    public KeyedHistory(Layout layout, NodeStore store) {
        this.layout = layout;
        this.store = store;
        this.head = new Head(layout);
        this.window = new Summary(layout);
    }

    /**
     * Adds one entry; {@link #between} then answers for this key.
     *
     * @param key of the entity, not changed afterwards
     * @param timeMillis event time, 0 or later
     * @param values one per column, NaN is missing
     * @throws IncompatibleStateException if the key's state is of another layout; nothing is written then
     */
    public void append(byte[] key, long timeMillis, double[] values) {
        if (values.length != layout.width()) {
            throw new IllegalArgumentException(values.length + " values for " + layout.width() + " columns");
        }
        entity = key;
        nodesRead.clear();
        byte[] headKey = NodeKey.head(key);
        head.read(store.get(headKey));
        if (head.open.isFull()) {
            seal();
        }
        head.add(timeMillis, values);
        long horizon = head.newest() - layout.retentionMillis();
        head.forget(horizon);
        deleteForgotten();
        store.put(headKey, head.write(writer));
    }

    /**
     * The entries with a time in (from, to] of the key last appended to.
     *
     * @return valid until the next call of either method
     */
    public Summary between(long fromExclusive, long toInclusive) {
        window.clear();
        for (int k = head.height() - 1; k >= 0; k--) {
            Level level = head.level(k);
            merge(level, k, head.indexOf(k, 0), fromExclusive, toInclusive);
        }
        head.open.addTo(window, fromExclusive, toInclusive);
        return window;
    }

    private void merge(Level level, int k, long firstIndex, long fromExclusive, long toInclusive) {
        for (int i = 0; i < level.size(); i++) {
            Summary summary = level.get(i);
            boolean disjoint = summary.maxTime() <= fromExclusive || summary.minTime() > toInclusive;
            if (disjoint) {
                continue;
            }
            if (summary.minTime() > fromExclusive && summary.maxTime() <= toInclusive) {
                window.add(summary);
            } else {
                open(k, firstIndex + i, fromExclusive, toInclusive);
            }
        }
    }

    private void open(int k, long index, long fromExclusive, long toInclusive) {
        Node node = nodesRead.computeIfAbsent(index * Level.CAPACITY + k, id -> read(k, index));
        if (node.entries() != null) {
            node.entries().addTo(window, fromExclusive, toInclusive);
        }
        if (node.children() != null) {
            // A node's children end with its last one; those missing at its front had expired before it was written.
            long firstChild = (index + 1) * Level.CAPACITY - node.children().size();
            merge(node.children(), k - 1, firstChild, fromExclusive, toInclusive);
        }
    }

    private Node read(int k, long index) {
        byte[] stored = store.get(NodeKey.node(entity, k, index));
        if (stored == null) {
            throw new IllegalStateException(
                    "feature state is damaged: node " + index + " of level " + k + " is missing from its store");
        }
        return Node.read(stored, k, layout);
    }

    /** Turns the open entries into a leaf, and every level that is complete with it into a node of the next. */
    private void seal() {
        Summary leaf = head.level(0).append();
        head.open.addTo(leaf, Long.MIN_VALUE, Long.MAX_VALUE);
        store.put(NodeKey.node(entity, 0, head.leaves()), Node.leaf(writer, head.open, leaf.maxTime()));
        head.open.clear();
        head.countLeaf();
        for (int k = 0; head.completes(k); k++) {
            sealLevel(k);
        }
    }

    private void sealLevel(int k) {
        Level children = head.level(k);
        if (children.isEmpty()) {
            return;
        }
        store.put(NodeKey.node(entity, k + 1, head.written(k + 1) - 1), Node.inner(writer, children));
        Summary inner = head.level(k + 1).append();
        for (int i = 0; i < children.size(); i++) {
            inner.add(children.get(i));
        }
        children.clear();
    }

    private void deleteForgotten() {
        long oldest = head.oldestLeaf();
        for (int i = 0; i < DELETED_PER_APPEND && head.deleted() < oldest; i++) {
            long leaf = head.deleted();
            store.delete(NodeKey.node(entity, 0, leaf));
            long nodesComplete = leaf + 1;
            for (int k = 1; nodesComplete % Level.CAPACITY == 0; k++) {
                nodesComplete /= Level.CAPACITY;
                store.delete(NodeKey.node(entity, k, nodesComplete - 1));
            }
            head.countDeletedLeaf();
        }
    }
}
