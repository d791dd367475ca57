package io.millrace.enrich.plan;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Lets readers find out that a key was written to while they read it. Writers wait for nobody. A key shares its marks with a few
 * others, for which a reader now and then reads once more than it need have. Safe for concurrent use.
 */
final class WriteMarks {
    /** In place of a mark while the key is being written to. */
    static final long BEING_WRITTEN = -1;

    private static final int STRIPES = 256;

    private final AtomicLongArray begun = new AtomicLongArray(STRIPES);
    private final AtomicLongArray ended = new AtomicLongArray(STRIPES);

    /** Before anything of a key is written; {@link #end} must follow. */
    void begin(byte[] key) {
        begun.incrementAndGet(stripe(key));
    }

    void end(byte[] key) {
        ended.incrementAndGet(stripe(key));
    }

    /** To be kept until the key has been read. */
    long mark(byte[] key) {
        int stripe = stripe(key);
        long finished = ended.get(stripe); // first: if as many have begun later on, none is at work then
        return begun.get(stripe) == finished ? finished : BEING_WRITTEN;
    }

    /** Whether what was read since the mark was taken is of one moment. */
    boolean isUntouchedSince(byte[] key, long mark) {
        return begun.get(stripe(key)) == mark;
    }

    private static int stripe(byte[] key) {
        int hash = Arrays.hashCode(key);
        return (hash ^ hash >>> Short.SIZE ^ hash >>> Byte.SIZE) & (STRIPES - 1);
    }
}
