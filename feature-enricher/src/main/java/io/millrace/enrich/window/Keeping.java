package io.millrace.enrich.window;

import org.jspecify.annotations.Nullable;

/** Where the heads and nodes of all keys are between two events. Confined to one thread. */
sealed interface Keeping permits InStore, OnHeap {
    /** The head of a key, which all other methods are then about; an empty one where there is none. */
    Head open(byte[] key);

    /** The same, of a key that nobody has written since if it is the open one. */
    Head openAgain(byte[] key);

    /** Keeps the open head as it is now. */
    void save();

    /** Keeps a node that will not change any more. */
    void put(int level, long index, Node node);

    /** A node that its level does not have at hand. */
    Node read(int level, long index);

    /** The sketches of what was forgotten; null where nothing was. */
    @Nullable
    Digest past();

    /** Keeps the sketches of what was forgotten. */
    void keepPast(Digest past);
}
