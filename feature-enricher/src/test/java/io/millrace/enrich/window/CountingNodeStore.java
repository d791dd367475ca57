package io.millrace.enrich.window;

import org.jspecify.annotations.Nullable;

/** Counts what is asked of an {@link InMemoryNodeStore}. */
final class CountingNodeStore implements NodeStore {
    final InMemoryNodeStore nodes = new InMemoryNodeStore();
    int reads;
    int writes;
    int deletes;
    long bytesWritten;
    int largestWrite;

    @Override
    public byte @Nullable [] get(byte[] key) {
        reads++;
        return nodes.get(key);
    }

    @Override
    public void put(byte[] key, byte[] value) {
        writes++;
        bytesWritten += key.length + value.length;
        largestWrite = Math.max(largestWrite, value.length);
        nodes.put(key, value);
    }

    @Override
    public void delete(byte[] key) {
        deletes++;
        bytesWritten += key.length;
        nodes.delete(key);
    }

    void forgetCounts() {
        reads = 0;
        writes = 0;
        deletes = 0;
        bytesWritten = 0;
        largestWrite = 0;
    }
}
