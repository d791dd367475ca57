package io.millrace.enrich.window;

import io.millrace.enrich.codec.ByteReader;
import io.millrace.enrich.codec.ByteWriter;
import java.util.Arrays;

/**
 * Quantiles of the values added: a KLL sketch (Karnin, Lang and Liberty, 2016). Exact up to {@value #K} values; beyond, the
 * rank of an answer is off by about 1.5 % of the values. Where the published algorithm tosses a coin (which half of a full
 * level goes on), this one takes the other half than the last time, so that equal values in equal order give equal answers,
 * live and in a replay. Mutable, confined to one thread.
 */
final class QuantileSketch {
    /** Capacity of the top level; those below have two thirds of the one above, and at least {@value #LEAST}. */
    static final int K = 200;

    private static final int LEAST = 8;
    private static final double SHRINKS_BY = 2.0 / 3;
    private static final int MOST_LEVELS = 48;
    private static final double ROUNDING = 1e-12;

    private double[][] levels = {new double[K]};
    private int[] sizes = new int[1];
    private int height = 1;
    private int kept;
    private int room = K;
    private long upperHalf;
    private long count;

    void clear() {
        Arrays.fill(sizes, 0);
        height = 1;
        kept = 0;
        room = K;
        upperHalf = 0;
        count = 0;
    }

    /** @param value not NaN */
    void add(double value) {
        push(0, value);
        count++;
        compress();
    }

    void add(QuantileSketch other) {
        for (int h = 0; h < other.height; h++) {
            grow(h + 1);
            for (int i = 0; i < other.sizes[h]; i++) {
                push(h, other.levels[h][i]);
            }
        }
        count += other.count;
        compress();
    }

    /**
     * The smallest value that at least {@code share} of all values do not exceed.
     *
     * @param share in [0, 1]
     * @return NaN where there is none
     */
    double quantile(double share) {
        if (count == 0) {
            return Double.NaN;
        }
        var samples = new double[kept];
        var weights = new long[kept];
        var order = new Integer[kept];
        int at = 0;
        for (int h = 0; h < height; h++) {
            for (int i = 0; i < sizes[h]; i++) {
                samples[at] = levels[h][i];
                weights[at] = 1L << h;
                order[at] = at;
                at++;
            }
        }
        Arrays.sort(order, (a, b) -> Double.compare(samples[a], samples[b]));
        double wanted = share * count - count * ROUNDING; // 0.07 * 200 is a little more than 14
        long rank = 0;
        for (Integer sample : order) {
            rank += weights[sample];
            if (rank >= wanted) {
                return samples[sample];
            }
        }
        return samples[order[kept - 1]];
    }

    /** Count, upper halves, number of levels, then each level's number of values and the values. */
    void write(ByteWriter out) {
        out.writeUnsigned(count).writeUnsigned(upperHalf).writeUnsigned(height);
        for (int h = 0; h < height; h++) {
            out.writeUnsigned(sizes[h]);
            for (int i = 0; i < sizes[h]; i++) {
                out.writeDouble(levels[h][i]);
            }
        }
    }

    void read(ByteReader in) {
        clear();
        count = in.readUnsigned();
        upperHalf = in.readUnsigned();
        int stored = in.readCount();
        if (stored < 1 || stored > MOST_LEVELS) {
            throw new IllegalStateException("a quantile sketch of " + stored + " levels");
        }
        for (int h = 0; h < stored; h++) {
            grow(h + 1);
            int values = in.readCount();
            for (int i = 0; i < values; i++) {
                push(h, in.readDouble());
            }
        }
    }

    private void push(int level, double value) {
        if (sizes[level] == levels[level].length) {
            levels[level] = Arrays.copyOf(levels[level], sizes[level] * 2);
        }
        levels[level][sizes[level]++] = value;
        kept++;
    }

    private void grow(int wanted) {
        if (levels.length < wanted) {
            int before = levels.length;
            levels = Arrays.copyOf(levels, wanted);
            sizes = Arrays.copyOf(sizes, wanted);
            for (int h = before; h < wanted; h++) {
                levels[h] = new double[LEAST];
            }
        }
        if (wanted > height) {
            height = wanted;
            room = 0;
            for (int h = 0; h < height; h++) {
                room += capacity(h);
            }
        }
    }

    /** Halves the lowest level that is full until all together fit again. */
    private void compress() {
        while (kept > room) {
            int level = 0;
            while (sizes[level] < capacity(level)) {
                level++;
            }
            halve(level);
        }
    }

    private int capacity(int level) {
        return Math.max(LEAST, (int) Math.ceil(K * Math.pow(SHRINKS_BY, height - 1 - level)));
    }

    /** Every other value of a level goes up with double weight; of an odd number the largest stays. */
    private void halve(int level) {
        grow(level + 2);
        double[] values = levels[level];
        int size = sizes[level];
        Arrays.sort(values, 0, size);
        long bit = 1L << level;
        int from = (upperHalf & bit) != 0 ? 1 : 0;
        upperHalf ^= bit;
        int even = size & ~1;
        for (int i = from; i < even; i += 2) {
            push(level + 1, values[i]);
        }
        values[0] = values[size - 1];
        sizes[level] = size - even;
        kept -= even;
    }
}
