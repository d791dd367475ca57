package io.millrace.sketch;

import io.millrace.sketch.codec.ByteReader;
import io.millrace.sketch.codec.ByteWriter;
import java.util.Arrays;

/**
 * How many distinct values were added: exact below {@value #CAPACITY}, an estimate with a relative standard error of about
 * {@code 1 / sqrt(CAPACITY - 2)}, 4.4 %, from there on. It keeps the smallest hashes (the k-minimum-values estimator of
 * Bar-Yossef et al., 2002), so it does not depend on the order of values or of merging. Mutable, confined to one thread.
 */
public final class DistinctSketch {
    public static final int CAPACITY = 512;

    private static final double HASHES = 0x1p63;

    /** Ascending, each in [0, 2^63). */
    private final long[] smallest = new long[CAPACITY];

    private int size;

    /** Forgets everything. */
    public void clear() {
        size = 0;
    }

    /**
     * Adds a number.
     *
     * @param value not NaN; 0.0 and -0.0 are one value
     */
    public void add(double value) {
        addHash(hash(value));
    }

    /** Adds a text. Texts and numbers do not go into one sketch. */
    public void add(String text) {
        long bits = text.length();
        for (int i = 0; i < text.length(); i++) {
            bits = Bits.mixed(bits) ^ text.charAt(i);
        }
        addHash(Bits.mixed(bits) >>> 1);
    }

    /** Adds everything another one was given, which is not changed. */
    public void add(DistinctSketch other) {
        for (int i = 0; i < other.size; i++) {
            addHash(other.smallest[i]);
        }
    }

    /** How many distinct values there were, a whole number. */
    public double estimate() {
        if (size < CAPACITY) {
            return size;
        }
        return Math.rint((CAPACITY - 1) / (smallest[CAPACITY - 1] / HASHES));
    }

    /** Number of hashes, then the distance of each from the one before. */
    public void write(ByteWriter out) {
        out.writeUnsigned(size);
        long previous = 0;
        for (int i = 0; i < size; i++) {
            out.writeUnsigned(smallest[i] - previous);
            previous = smallest[i];
        }
    }

    /**
     * Becomes what was written.
     *
     * @throws IllegalStateException if the bytes cannot have been written by {@link #write}
     */
    public void read(ByteReader in) {
        int stored = in.readCount();
        if (stored > CAPACITY) {
            throw new IllegalStateException(stored + " hashes where at most " + CAPACITY + " fit");
        }
        size = stored;
        long previous = 0;
        for (int i = 0; i < size; i++) {
            long distance = in.readUnsigned();
            previous += distance;
            if (previous < 0 || distance < 0 || (i > 0 && distance == 0)) {
                throw new IllegalStateException("hashes that do not ascend");
            }
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

    private static long hash(double value) {
        return Bits.mixed(Double.doubleToLongBits(value == 0 ? 0.0 : value)) >>> 1;
    }
}
