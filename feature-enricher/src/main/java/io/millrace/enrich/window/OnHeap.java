package io.millrace.enrich.window;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Heads as objects, with their nodes hanging from them: nothing is ever encoded, and what is forgotten is garbage. */
final class OnHeap implements Keeping {
    private final Layout layout;
    private final Map<ArrayKey, Entity> entities = new HashMap<>();
    private Entity open;

    /** All that is kept of one key. */
    private static final class Entity {
        private final Head head;
        private @Nullable Digest past;

        private Entity(Layout layout) {
            this.head = new Head(layout);
        }
    }

    OnHeap(Layout layout) {
        this.layout = layout;
        this.open = new Entity(layout);
    }

    @Override
    public Head open(byte[] key) {
        open = entities.computeIfAbsent(new ArrayKey(key), first -> new Entity(layout));
        return open.head;
    }

    @Override
    public Head openAgain(byte[] key) {
        return open(key);
    }

    @Override
    public void save() {
        // the head is the one that is kept
    }

    @Override
    public void put(int level, long index, Node node) {
        // it hangs from its level
    }

    @Override
    public Node read(int level, long index) {
        throw new IllegalStateException("node " + index + " of level " + level + " is not where it was put");
    }

    @Override
    public @Nullable Digest past() {
        return open.past;
    }

    @Override
    public void keepPast(Digest past) {
        open.past = past;
    }
}
