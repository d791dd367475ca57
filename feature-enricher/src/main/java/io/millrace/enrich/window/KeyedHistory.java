package io.millrace.enrich.window;

import java.util.List;

/**
 * The history of every key of one entity, from which any window can be summarised.
 *
 * <p>An append-only aggregation tree with a fan-out of sixteen per key. A key is {@link #open opened}, may be asked for
 * {@link #views windows}, may be {@link #append appended} to and asked again, and is then {@link #save saved}: one head of
 * bounded size is read and written; every sixteenth entry also writes a leaf, every 256th an inner node, and so on. A window
 * merges the summaries of nodes that lie inside it and reads only those that straddle one of its ends: where entries arrive in
 * time order, at most one node per level and end. Entries may arrive in any order; what a window holds depends only on the
 * entries that have arrived, and of equal times the later arrival is the later one.
 *
 * <p>Nodes whose entries are all {@link Layout#retentionMillis} or more before the time that is settled are forgotten when the
 * key is next appended to. Confined to one thread.
 */
public final class KeyedHistory {
    private final Layout layout;
    private final Keeping keeping;
    private Head head;

    private KeyedHistory(Layout layout, Keeping keeping) {
        this.layout = layout;
        this.keeping = keeping;
        this.head = new Head(layout);
    }

    /** Histories in a store, of which at most {@value InStore#DELETED_PER_SAVE} forgotten leaves are deleted at a time. */
    public KeyedHistory(Layout layout, NodeStore store) {
        this(layout, new InStore(layout, store));
    }

    /** Histories that live as long as this object: quicker, and larger, than bytes in a store. */
    public static KeyedHistory onHeap(Layout layout) {
        return new KeyedHistory(layout, new OnHeap(layout));
    }

    /** Histories that are looked at while somebody else writes them; nothing can be appended. */
    public static KeyedHistory readOnly(Layout layout, NodeReader reader) {
        return new KeyedHistory(layout, new ReadOnlyNodeStore(reader));
    }

    /**
     * Turns to a key.
     *
     * @param key of the entity, not changed afterwards
     * @throws IncompatibleStateException if the key's state is of another layout; nothing is written then
     */
    public void open(byte[] key) {
        head = keeping.open(key);
    }

    /**
     * Turns to a key that may be the open one, and then is not read again.
     *
     * @param key of the entity, not changed afterwards; if it is open, nobody else has written it since
     * @throws IncompatibleStateException if the key's state is of another layout
     */
    public void openAgain(byte[] key) {
        head = keeping.openAgain(key);
    }

    /** Latest event time of the open key; {@link Long#MIN_VALUE} where it has no history. */
    public long newestMillis() {
        return head.newest();
    }

    /**
     * The earliest event time for which a window of the open key holds all that ever was in it; before it, some may have been
     * forgotten. {@link Long#MIN_VALUE} where nothing was.
     */
    public long knownFromMillis(Window window) {
        return head.horizon() == Long.MIN_VALUE ? Long.MIN_VALUE : head.horizon() + window.spanMillis();
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
        if (!head.open().takes(timeMillis)) {
            seal();
        }
        head.add(timeMillis, values);
        forget(settledMillis - layout.retentionMillis());
    }

    /** Keeps what was appended to the open key. */
    public void save() {
        keeping.save();
    }

    /**
     * Views of windows of whichever key is open, to be made once and asked for every event.
     *
     * @param windows with one delay
     */
    public WindowViews views(List<Window> windows) {
        return new WindowViews(layout, this, windows);
    }

    /** Adds every entry to the segment that it is in. */
    void collect(Segments wanted) {
        Summary ever = wanted.unbounded();
        if (ever != null && head.past.count() > 0) {
            ever.add(head.past);
        }
        for (int k = head.height() - 1; k >= 0; k--) {
            collect(wanted, head.level(k), k, head.indexOf(k, 0));
        }
        head.open().addTo(wanted);
    }

    private void collect(Segments wanted, Level level, int k, long firstIndex) {
        for (int i = 0; i < level.size(); i++) {
            long earliest = level.minTime(i);
            long latest = level.maxTime(i);
            Summary segment = wanted.of(earliest, latest);
            if (segment != null) {
                segment.add(level.get(i));
            } else if (wanted.touch(earliest, latest)) {
                Node opened = node(level, k, firstIndex, i);
                if (opened instanceof Node.OfLeaf at) {
                    at.leaf().addTo(wanted);
                } else if (opened instanceof Node.Inner at) {
                    collect(wanted, at.children(), k - 1, firstChild(at, firstIndex + i));
                }
            }
        }
    }

    /** Adds the sketches of everything in (from, to]. */
    void collect(Digest window, long fromExclusive, long toInclusive) {
        Digest past = fromExclusive == Long.MIN_VALUE && head.past.count() > 0 ? keeping.past() : null;
        if (past != null) {
            window.add(past);
        }
        for (int k = head.height() - 1; k >= 0; k--) {
            collect(window, head.level(k), k, head.indexOf(k, 0), fromExclusive, toInclusive);
        }
        head.open().addTo(window, fromExclusive, toInclusive);
    }

    private void collect(Digest window, Level level, int k, long firstIndex, long from, long to) {
        for (int i = 0; i < level.size(); i++) {
            if (level.maxTime(i) <= from || level.minTime(i) > to) {
                continue;
            }
            boolean inside = level.minTime(i) > from && level.maxTime(i) <= to;
            Node node = node(level, k, firstIndex, i);
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
        latest.offer(entries(head.open()), fromExclusive, toInclusive);
        for (int k = 0; k < head.height(); k++) {
            collect(latest, head.level(k), k, head.indexOf(k, 0), fromExclusive, toInclusive);
        }
    }

    private void collect(Recent latest, Level level, int k, long firstIndex, long from, long to) {
        for (int i = level.size() - 1; i >= 0; i--) {
            if (level.maxTime(i) <= from || level.minTime(i) > to || !latest.mayTake(level.get(i))) {
                continue;
            }
            Node node = node(level, k, firstIndex, i);
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

    private Node node(Level level, int k, long firstIndex, int position) {
        Node atHand = level.node(position);
        if (atHand != null) {
            return atHand;
        }
        Node read = keeping.read(k, firstIndex + position);
        level.keep(position, read);
        return read;
    }

    /** Turns what is open, or its older half where tiles are, into a leaf, and every level that it completes into a node. */
    private void seal() {
        Leaf leaf = head.open() instanceof Tiles tiles ? tiles.takeOlderHalf() : head.replaceOpen();
        Summary summary = add(0, head.leaves(), new Node.OfLeaf(leaf));
        leaf.addTo(summary);
        head.countLeaf();
        for (int k = 0; head.completes(k); k++) {
            sealLevel(k);
        }
    }

    private void sealLevel(int k) {
        if (head.level(k).isEmpty()) {
            return;
        }
        Digest digest = layout.sketches() ? new Digest(layout) : null;
        if (digest != null) {
            collect(digest, head.level(k), k, head.indexOf(k, 0), Long.MIN_VALUE, Long.MAX_VALUE);
        }
        Level children = head.replaceLevel(k);
        Summary inner = add(k + 1, head.written(k + 1) - 1, new Node.Inner(children, digest));
        for (int i = 0; i < children.size(); i++) {
            inner.add(children.get(i));
        }
    }

    /** Keeps a node, and makes room for its summary. */
    private Summary add(int k, long index, Node node) {
        keeping.put(k, index, node);
        Level level = head.level(k);
        Summary summary = level.append();
        level.keep(level.size() - 1, node);
        return summary;
    }

    private void forget(long horizon) {
        for (int k = head.expired(horizon); k >= 0; k = head.expired(horizon)) {
            if (layout.keepsPast() && layout.sketches()) {
                addToPast(node(head.level(k), k, head.indexOf(k, 0), 0));
            }
            head.forgetOldest(k, horizon);
        }
    }

    private void addToPast(Node node) {
        Digest known = keeping.past();
        Digest past = known == null ? new Digest(layout) : known;
        if (node instanceof Node.OfLeaf at) {
            at.leaf().addTo(past, Long.MIN_VALUE, Long.MAX_VALUE);
        } else if (node instanceof Node.Inner at && at.digest() != null) {
            past.add(at.digest());
        }
        keeping.keepPast(past);
    }
}
