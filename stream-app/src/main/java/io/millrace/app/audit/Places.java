package io.millrace.app.audit;

import io.millrace.app.topology.PredictionId;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** A set of places in one topic, at a bit each where they are dense. Confined to one thread. */
final class Places {
    private static final int CHUNK_BITS = 16;

    private final Map<Chunk, BitSet> chunks = new HashMap<>();

    private record Chunk(int partition, long number) {}

    /** Adds a place; false if it was there. */
    boolean add(PredictionId id) {
        var chunk = chunks.computeIfAbsent(chunk(id), first -> new BitSet());
        boolean isNew = !chunk.get(bit(id));
        chunk.set(bit(id));
        return isNew;
    }

    boolean contains(PredictionId id) {
        var chunk = chunks.get(chunk(id));
        return chunk != null && chunk.get(bit(id));
    }

    private static Chunk chunk(PredictionId id) {
        return new Chunk(id.partition(), id.offset() >>> CHUNK_BITS);
    }

    private static int bit(PredictionId id) {
        return (int) (id.offset() & ((1L << CHUNK_BITS) - 1));
    }
}
