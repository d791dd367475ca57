package io.millrace.enrich.window;

import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The heads last used, as objects, with the nodes that were read below them; the least recently used leave first. Confined to one
 * thread.
 */
final class RecentHeads {
    /** About what an entry takes beside its head: the key's objects, the link. */
    private static final int ENTRY_BYTES = 150;

    /** Of all bytes; a head that takes more has its nodes read again. */
    private static final int LARGEST_SHARE = 16;

    private final long mostBytes;
    private final LinkedHashMap<ArrayKey, Held> heads = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    private record Held(Head head, long bytes) {}

    /** @param mostBytes what is held at most, as far as it can be told; 0 for nothing */
    RecentHeads(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Whether anything is ever held. */
    boolean any() {
        return mostBytes > 0;
    }

    /** The head of a key; null if it is not among those held. */
    @Nullable
    Head get(ArrayKey key) {
        Held held = heads.get(key);
        return held == null ? null : held.head;
    }

    /** Holds a head as it is by now, whether it was held before or not. */
    void hold(ArrayKey key, Head head) {
        long size = head.heapBytes();
        if (size > mostBytes / LARGEST_SHARE) {
            head.releaseNodes();
            size = head.heapBytes();
        }
        var now = new Held(head, size + key.length() + ENTRY_BYTES);
        Held before = heads.put(key, now);
        bytes += now.bytes - (before == null ? 0 : before.bytes);
        var eldest = heads.values().iterator();
        while (bytes > mostBytes) {
            bytes -= eldest.next().bytes;
            eldest.remove();
        }
    }
}
