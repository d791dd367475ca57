package io.millrace.drift.quality;

import io.millrace.sketch.codec.ByteReader;

/** Reads numbers that may be hostile. Whatever cannot have been written is an IllegalStateException. */
final class Stored {
    /** More rows than this have not been counted by anybody; sums of such counts do not overflow. */
    static final long MOST_ROWS = 1L << 48;

    private Stored() {}

    static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalStateException(otherwise);
        }
    }

    static long count(ByteReader in) {
        long count = in.readUnsigned();
        require(count >= 0 && count <= MOST_ROWS, "a count of " + count);
        return count;
    }

    /** The next bucket with rows, that many after the one expected; {@link ScoreBuckets#COUNT} if there is none. */
    static int bucket(int expected, ByteReader in) {
        long gap = count(in);
        require(gap <= ScoreBuckets.COUNT - expected, "a gap of " + gap + " buckets after " + expected);
        return expected + (int) gap;
    }
}
