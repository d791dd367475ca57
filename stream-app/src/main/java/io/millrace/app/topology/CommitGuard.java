package io.millrace.app.topology;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * Knows who holds records back, by the thread that they belong to, and says so before that thread commits: under exactly-once all tasks
 * of a thread are committed together. Thread-safe.
 */
public final class CommitGuard {
    private final Set<Watched> holders = ConcurrentHashMap.newKeySet();

    private record Watched(Thread thread, BooleanSupplier holdsAny) {}

    /** From now on the current thread commits only when this holder has nothing; it is asked by that thread. */
    public void watch(BooleanSupplier holdsAny) {
        holders.add(new Watched(Thread.currentThread(), holdsAny));
    }

    public void forget(BooleanSupplier holdsAny) {
        holders.removeIf(watched -> watched.holdsAny.equals(holdsAny));
    }

    /**
     * To be asked by a thread that is about to commit.
     *
     * @throws IllegalStateException if records would be lost by it
     */
    public void check() {
        for (var watched : holders) {
            if (watched.thread.equals(Thread.currentThread()) && watched.holdsAny.getAsBoolean()) {
                throw new IllegalStateException(
                        "records would be committed that are still held back: Kafka Streams did not ask first;"
                                + " set model.batch.rows to 1 and tell us the version");
            }
        }
    }
}
