package io.millrace.enrich.window;

import io.millrace.sketch.codec.ByteReader;
import io.millrace.sketch.codec.ByteWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What changes with every event of a key: its open entries, and summaries of the nodes above them, youngest level first.
 *
 * <p>Leaves are numbered from 0 as they are written; node {@code i} of level {@code k} covers the leaves from {@code i * 16^k}
 * to {@code (i + 1) * 16^k - 1}. Nodes leave at the front only, oldest arrival first, so each level holds a run that ends with
 * the node written last, and no index need be stored. Mutable, confined to one thread.
 */
final class Head {
    private static final int BITS_PER_LEVEL = 4;

    private final Layout layout;
    private final List<Level> levels = new ArrayList<>();
    private Leaf open;
    final Summary past;
    private long newest;
    private long leaves;
    private long deleted;
    private long horizon = Long.MIN_VALUE;

    Head(Layout layout) {
        this.layout = layout;
        this.open = layout.newLeaf();
        this.past = new Summary(layout);
    }

    /** @param stored null for a key that has no state yet */
    void read(byte @Nullable [] stored) {
        open.clear();
        levels.forEach(Level::clear);
        past.clear();
        newest = Long.MIN_VALUE;
        leaves = 0;
        deleted = 0;
        horizon = Long.MIN_VALUE;
        if (stored == null) {
            return;
        }
        var in = new ByteReader(stored);
        IncompatibleStateException.requireVersion(in.readByte());
        IncompatibleStateException.requireFingerprint(in.readInt(), layout.fingerprint());
        newest = in.readSigned();
        leaves = in.readUnsigned();
        deleted = leaves - in.readUnsigned();
        open.read(in, newest);
        int stories = in.readCount();
        for (int k = 0; k < stories; k++) {
            level(k).read(in, newest);
        }
        if (layout.keepsPast() && in.readByte() != 0) {
            past.read(in, newest);
        }
        if (in.remaining() > 0) {
            horizon = newest - in.readSigned();
        }
    }

    byte[] write(ByteWriter out) {
        out.clear()
                .writeByte(Layout.VERSION)
                .writeInt(layout.fingerprint())
                .writeSigned(newest)
                .writeUnsigned(leaves)
                .writeUnsigned(leaves - deleted);
        open.write(out, newest);
        int stories = levels.size();
        while (stories > 0 && levels.get(stories - 1).isEmpty()) {
            stories--;
        }
        out.writeUnsigned(stories);
        for (int k = 0; k < stories; k++) {
            levels.get(k).write(out, newest);
        }
        if (layout.keepsPast()) {
            boolean any = past.count() > 0;
            out.writeByte(any ? 1 : 0);
            if (any) {
                past.write(out, newest);
            }
        }
        if (horizon != Long.MIN_VALUE) {
            out.writeSigned(newest - horizon);
        }
        return out.toBytes();
    }

    void add(long time, double[] columns) {
        newest = Math.max(newest, time);
        open.add(time, columns);
    }

    /** The youngest entries. */
    Leaf open() {
        return open;
    }

    /** Puts an empty leaf in the place of the open one, which is handed out. */
    Leaf replaceOpen() {
        Leaf full = open;
        open = layout.newLeaf();
        return full;
    }

    /** Puts an empty level in the place of another, which is handed out. */
    Level replaceLevel(int k) {
        Level full = levels.get(k);
        levels.set(k, new Level(layout));
        return full;
    }

    /** Latest event time of the key. */
    long newest() {
        return newest;
    }

    /** What is later is all still there; {@link Long#MIN_VALUE} where nothing was ever forgotten. */
    long horizon() {
        return horizon;
    }

    /** Leaves written so far, deleted ones included. */
    long leaves() {
        return leaves;
    }

    /** Leaves from the oldest on that are no longer in the store. */
    long deleted() {
        return deleted;
    }

    void countLeaf() {
        leaves++;
    }

    void countDeletedLeaf() {
        deleted++;
    }

    int height() {
        return levels.size();
    }

    Level level(int k) {
        while (levels.size() <= k) {
            levels.add(new Level(layout));
        }
        return levels.get(k);
    }

    /** Nodes of level {@code k} written so far: the index that the next one will have. */
    long written(int k) {
        return leaves >>> (BITS_PER_LEVEL * k);
    }

    /** Whether the leaf just counted was the last one of a node of level {@code k + 1}. */
    boolean completes(int k) {
        return (written(k) & (Level.CAPACITY - 1)) == 0;
    }

    long indexOf(int k, int position) {
        return written(k) - level(k).size() + position;
    }

    /**
     * Position of the oldest node's level if all its entries are at or before the horizon, and enough entries that are not
     * older are at or before it too; -1 where no node may leave.
     */
    int expired(long horizon) {
        for (int k = levels.size() - 1; k >= 0; k--) {
            Level level = levels.get(k);
            if (!level.isEmpty()) {
                return level.maxTime(0) <= horizon && isNotAmongTheLatest(k, horizon) ? k : -1;
            }
        }
        return -1;
    }

    /** Drops the oldest node, of level {@code k}, which has expired, into the past. */
    void forgetOldest(int k, long expiredBy) {
        horizon = Math.max(horizon, expiredBy);
        if (layout.keepsPast()) {
            past.add(levels.get(k).get(0));
        }
        levels.get(k).removeFirst();
    }

    private boolean isNotAmongTheLatest(int k, long horizon) {
        if (layout.keptEntries() == 0) {
            return true;
        }
        long oldest = levels.get(k).maxTime(0);
        long later = open.count(oldest, horizon);
        for (int i = 0; i < levels.size(); i++) {
            later += levels.get(i).count(i == k ? 1 : 0, oldest, horizon);
        }
        return later >= layout.keptEntries();
    }

    /** The oldest leaf that may still be asked for. */
    long oldestLeaf() {
        for (int k = levels.size() - 1; k >= 0; k--) {
            if (!levels.get(k).isEmpty()) {
                return indexOf(k, 0) << (BITS_PER_LEVEL * k);
            }
        }
        return leaves;
    }
}
