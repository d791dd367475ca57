package io.millrace.enrich.window;

import io.millrace.enrich.codec.ByteReader;
import io.millrace.enrich.codec.ByteWriter;
import java.util.Arrays;

/**
 * How many distinct values were added: exact below {@value #CAPACITY}, an estimate with a relative standard error of about
 * {@code 1 / sqrt(CAPACITY - 2)}, 4.4 %, from there on. It keeps the smallest hashes (the k-minimum-values estimator of
 * Bar-Yossef et al., 2002), so it does not depend on the order of values or of merging. Mutable, confined to one thread.
 */
final class DistinctSketch {
    static final int CAPACITY = 512;

    private static final double HASHES = 0x1p63;

    /** Ascending, each in [0, 2^63). */
    private final long[] smallest = new long[CAPACITY];

    private int size;

    void clear() {
        size = 0;
    }

    /** @param value not NaN; 0.0 and -0.0 are one value */
    void add(double value) {
        addHash(hash(value));
    }

    void add(DistinctSketch other) {
        for (int i = 0; i < other.size; i++) {
            addHash(other.smallest[i]);
        }
    }

    /** A whole number. */
    double estimate() {
        if (size < CAPACITY) {
            return size;
        }
        return Math.rint((CAPACITY - 1) / (smallest[CAPACITY - 1] / HASHES));
    }

    /** Number of hashes, then the distance of each from the one before. */
    void write(ByteWriter out) {
        out.writeUnsigned(size);
        long previous = 0;
        for (int i = 0; i < size; i++) {
            out.writeUnsigned(smallest[i] - previous);
            previous = smallest[i];
        }
    }

    void read(ByteReader in) {
        int stored = in.readCount();
        if (stored > CAPACITY) {
            throw new IllegalStateException(stored + " hashes where at most " + CAPACITY + " fit");
        }
        size = stored;
        long previous = 0;
        for (int i = 0; i < size; i++) {
            previous += in.readUnsigned();
            smallest[i] = previous;
        }
    }

    private void addHash(long hash) {
        if (size == CAPACITY && hash >= smallest[CAPACITY - 1]) {
            return;
        }
        int found = Arrays.binarySearch(smallest, 0, size, hash);
        if (found >= 0) {
            return;
        }
        int place = -found - 1;
        int last = Math.min(size, CAPACITY - 1);
        System.arraycopy(smallest, place, smallest, place + 1, last - place);
        smallest[place] = hash;
        size = last + 1;
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood, 2014), a permutation of the bits, without the sign. */
    private static long hash(double value) {
        long bits = Double.doubleToLongBits(value == 0 ? 0.0 : value) + 0x9E3779B97F4A7C15L;
        bits = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        bits = (bits ^ (bits >>> 27)) * 0x94D049BB133111EBL;
        return (bits ^ (bits >>> 31)) >>> 1;
    }
}
