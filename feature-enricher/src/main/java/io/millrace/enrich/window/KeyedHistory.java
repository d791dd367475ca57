package io.millrace.enrich.window;

import io.millrace.enrich.codec.ByteReader;
import io.millrace.enrich.codec.ByteWriter;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The history of every key of one entity, from which any window can be summarised.
 *
 * <p>An append-only aggregation tree with a fan-out of sixteen per key. A key is {@link #open opened}, may be asked for
 * {@link #view windows}, may be {@link #append appended} to and asked again, and is then {@link #save saved}: one head of
 * bounded size is read and written; every sixteenth entry also writes a leaf, every 256th an inner node, and so on. A window
 * merges the summaries of nodes that lie inside it and reads only those that straddle one of its ends: where entries arrive in
 * time order, at most one node per level and end. Entries may arrive in any order; what a window holds depends only on the
 * entries that have arrived, and of equal times the later arrival is the later one.
 *
 * <p>Nodes whose entries are all {@link Layout#retentionMillis} or more before the time that is settled are forgotten when the
 * key is next appended to, and deleted at most {@value #DELETED_PER_SAVE} leaves at a time. Confined to one thread.
 */
public final class KeyedHistory {
    static final int DELETED_PER_SAVE = 4;

    private final Layout layout;
    private final NodeStore store;
    private final Head head;
    private final Leaf sealed;
    private final ByteWriter writer = new ByteWriter();
    private final Map<Long, Node> nodesRead = new HashMap<>();
    private final WindowView view;
    private byte[] entity = {};

    public KeyedHistory(Layout layout, NodeStore store) {
        this.layout = layout;
        this.store = store;
        this.head = new Head(layout);
        this.sealed = layout.newLeaf();
        this.view = new WindowView(layout, this);
    }

    /**
     * Turns to a key.
     *
     * @param key of the entity, not changed afterwards
     * @throws IncompatibleStateException if the key's state is of another layout; nothing is written then
     */
    public void open(byte[] key) {
        entity = key;
        nodesRead.clear();
        head.read(store.get(NodeKey.head(key)));
    }

    /** Latest event time of the open key; {@link Long#MIN_VALUE} where it has no history. */
    public long newestMillis() {
        return head.newest();
    }

    /**
     * Adds one entry to the open key.
     *
     * @param timeMillis event time, 0 or later
     * @param values one per column, NaN is missing
     * @param settledMillis nobody will ask any more about an event that is further before this than the lateness which the
     *     layout's retention allows for
     */
    public void append(long timeMillis, double[] values, long settledMillis) {
        if (values.length != layout.width()) {
            throw new IllegalArgumentException(values.length + " values for " + layout.width() + " columns");
        }
        if (!head.open.takes(timeMillis)) {
            seal();
        }
        head.add(timeMillis, values);
        forget(settledMillis - layout.retentionMillis());
    }

    /** Keeps what was appended to the open key. */
    public void save() {
        deleteForgotten();
        store.put(NodeKey.head(entity), head.write(writer));
    }

    /**
     * The entries of the open key that count for an event.
     *
     * @param timeMillis of the event
     * @return valid until the next call of any method of this history
     */
    public WindowView view(Window window, long timeMillis) {
        return view.over(window, timeMillis);
    }

    /** Adds everything in (from, to]. */
    void collect(Summary window, long fromExclusive, long toInclusive) {
        if (fromExclusive == Long.MIN_VALUE && head.past.count() > 0) {
            window.add(head.past);
        }
        for (int k = head.height() - 1; k >= 0; k--) {
            collect(window, head.level(k), k, head.indexOf(k, 0), fromExclusive, toInclusive);
        }
        head.open.addTo(window, fromExclusive, toInclusive);
    }

    private void collect(Summary window, Level level, int k, long firstIndex, long from, long to) {
        for (int i = 0; i < level.size(); i++) {
            Summary node = level.get(i);
            if (node.minTime() > from && node.maxTime() <= to) {
                window.add(node);
            } else if (node.maxTime() > from && node.minTime() <= to) {
                Node opened = node(k, firstIndex + i);
                if (opened instanceof Node.OfLeaf at) {
                    at.leaf().addTo(window, from, to);
                } else if (opened instanceof Node.Inner at) {
                    collect(window, at.children(), k - 1, firstChild(at, firstIndex + i), from, to);
                }
            }
        }
    }

    /** Adds the sketches of everything in (from, to]. */
    void collect(Digest window, long fromExclusive, long toInclusive) {
        Digest past = fromExclusive == Long.MIN_VALUE && head.past.count() > 0 ? readPast() : null;
        if (past != null) {
            window.add(past);
        }
        for (int k = head.height() - 1; k >= 0; k--) {
            collect(window, head.level(k), k, head.indexOf(k, 0), fromExclusive, toInclusive);
        }
        head.open.addTo(window, fromExclusive, toInclusive);
    }

    private void collect(Digest window, Level level, int k, long firstIndex, long from, long to) {
        for (int i = 0; i < level.size(); i++) {
            Summary summary = level.get(i);
            if (summary.maxTime() <= from || summary.minTime() > to) {
                continue;
            }
            boolean inside = summary.minTime() > from && summary.maxTime() <= to;
            Node node = node(k, firstIndex + i);
            if (node instanceof Node.OfLeaf at) {
                at.leaf().addTo(window, from, to);
            } else if (node instanceof Node.Inner at && inside && at.digest() != null) {
                window.add(at.digest());
            } else if (node instanceof Node.Inner at) {
                collect(window, at.children(), k - 1, firstChild(at, firstIndex + i), from, to);
            }
        }
    }

    /** Offers the entries in (from, to], later arrivals first, leaving out nodes that have nothing to offer. */
    void collect(Recent latest, long fromExclusive, long toInclusive) {
        latest.offer(entries(head.open), fromExclusive, toInclusive);
        for (int k = 0; k < head.height(); k++) {
            collect(latest, head.level(k), k, head.indexOf(k, 0), fromExclusive, toInclusive);
        }
    }

    private void collect(Recent latest, Level level, int k, long firstIndex, long from, long to) {
        for (int i = level.size() - 1; i >= 0; i--) {
            Summary summary = level.get(i);
            if (summary.maxTime() <= from || summary.minTime() > to || !latest.mayTake(summary)) {
                continue;
            }
            Node node = node(k, firstIndex + i);
            if (node instanceof Node.OfLeaf at) {
                latest.offer(entries(at.leaf()), from, to);
            } else if (node instanceof Node.Inner at) {
                collect(latest, at.children(), k - 1, firstChild(at, firstIndex + i), from, to);
            }
        }
    }

    private static Entries entries(Leaf leaf) {
        if (leaf instanceof Entries entries) {
            return entries;
        }
        throw new IllegalArgumentException("single entries are not kept in tiles");
    }

    /** A node's children end with its last one; those missing at its front had expired before it was written. */
    private static long firstChild(Node.Inner node, long index) {
        return (index + 1) * Level.CAPACITY - node.children().size();
    }

    private Node node(int k, long index) {
        return nodesRead.computeIfAbsent(index * Level.CAPACITY + k, id -> read(k, index));
    }

    private Node read(int k, long index) {
        byte[] stored = store.get(NodeKey.node(entity, k, index));
        if (stored == null) {
            throw new IllegalStateException(
                    "feature state is damaged: node " + index + " of level " + k + " is missing from its store");
        }
        return Node.read(stored, k, layout);
    }

    /** Turns what is open, or its older half where tiles are, into a leaf, and every level that it completes into a node. */
    private void seal() {
        Leaf leaf = head.open;
        if (leaf instanceof Tiles tiles && sealed instanceof Tiles older) {
            tiles.moveOlderHalfTo(older);
            leaf = older;
        }
        Summary summary = head.level(0).append();
        leaf.addTo(summary, Long.MIN_VALUE, Long.MAX_VALUE);
        store.put(NodeKey.node(entity, 0, head.leaves()), Node.write(writer, leaf, summary.maxTime()));
        leaf.clear();
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
        long index = head.written(k + 1) - 1;
        Digest digest = layout.sketches() ? new Digest(layout) : null;
        if (digest != null) {
            collect(digest, children, k, head.indexOf(k, 0), Long.MIN_VALUE, Long.MAX_VALUE);
        }
        store.put(NodeKey.node(entity, k + 1, index), Node.write(writer, children, digest));
        Summary inner = head.level(k + 1).append();
        for (int i = 0; i < children.size(); i++) {
            inner.add(children.get(i));
        }
        children.clear();
    }

    private void forget(long horizon) {
        for (int k = head.expired(horizon); k >= 0; k = head.expired(horizon)) {
            if (layout.keepsPast() && layout.sketches()) {
                addToPast(node(k, head.indexOf(k, 0)));
            }
            head.forgetOldest(k);
        }
    }

    private void addToPast(Node node) {
        Digest known = readPast();
        Digest past = known == null ? new Digest(layout) : known;
        if (node instanceof Node.OfLeaf at) {
            at.leaf().addTo(past, Long.MIN_VALUE, Long.MAX_VALUE);
        } else if (node instanceof Node.Inner at && at.digest() != null) {
            past.add(at.digest());
        }
        writer.clear().writeByte(Layout.VERSION);
        past.write(writer);
        store.put(NodeKey.past(entity), writer.toBytes());
    }

    private @Nullable Digest readPast() {
        byte[] stored = store.get(NodeKey.past(entity));
        if (stored == null) {
            return null;
        }
        var in = new ByteReader(stored);
        IncompatibleStateException.requireVersion(in.readByte());
        var past = new Digest(layout);
        past.read(in);
        return past;
    }

    private void deleteForgotten() {
        long oldest = head.oldestLeaf();
        for (int i = 0; i < DELETED_PER_SAVE && head.deleted() < oldest; i++) {
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
