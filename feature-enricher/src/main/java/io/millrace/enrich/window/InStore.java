package io.millrace.enrich.window;

import io.millrace.sketch.codec.ByteReader;
import io.millrace.sketch.codec.ByteWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Heads and nodes as bytes in a {@link NodeStore}. */
final class InStore implements Keeping {
    static final int DELETED_PER_SAVE = 4;

    private final Layout layout;
    private final NodeStore store;
    private final Head head;
    private final ByteWriter writer = new ByteWriter();
    private byte[] entity = {};
    private boolean opened;

    InStore(Layout layout, NodeStore store) {
        this.layout = layout;
        this.store = store;
        this.head = new Head(layout);
    }

    @Override
    public Head open(byte[] key) {
        opened = false;
        entity = key;
        head.read(store.get(NodeKey.head(key)));
        opened = true;
        return head;
    }

    @Override
    public Head openAgain(byte[] key) {
        return opened && Arrays.equals(entity, key) ? head : open(key);
    }

    @Override
    public void save() {
        deleteForgotten();
        store.put(NodeKey.head(entity), head.write(writer));
    }

    @Override
    public void put(int level, long index, Node node) {
        store.put(NodeKey.node(entity, level, index), node.write(writer));
    }

    @Override
    public Node read(int level, long index) {
        byte[] stored = store.get(NodeKey.node(entity, level, index));
        if (stored == null) {
            throw new MissingNodeException(level, index);
        }
        return Node.read(stored, level, layout);
    }

    @Override
    public @Nullable Digest past() {
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

    @Override
    public void keepPast(Digest past) {
        writer.clear().writeByte(Layout.VERSION);
        past.write(writer);
        store.put(NodeKey.past(entity), writer.toBytes());
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
