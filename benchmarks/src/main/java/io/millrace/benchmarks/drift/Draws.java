package io.millrace.benchmarks.drift;

import java.util.SplittableRandom;

/** Random numbers that are the same for the same seed, to the bit and on every machine. Not safe for use by several threads. */
final class Draws {
    private final SplittableRandom random;
    private double spare = Double.NaN;

    Draws(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** Of one run of a study. */
    static Draws of(long seed, int rows, int run) {
        return new Draws(new SplittableRandom(seed).nextLong() ^ ((long) rows << Integer.SIZE) ^ run);
    }

    /** Others, that follow from what was drawn so far. */
    Draws split() {
        return new Draws(random.nextLong());
    }

    /** In [0, 1). */
    double uniform() {
        return (random.nextLong() >>> 11) * 0x1p-53;
    }

    /** Of mean 0 and variance 1, by Marsaglia's polar method. */
    double normal() {
        if (!Double.isNaN(spare)) {
            double value = spare;
            spare = Double.NaN;
            return value;
        }
        double x;
        double y;
        double square;
        do {
            x = 2 * uniform() - 1;
            y = 2 * uniform() - 1;
            square = x * x + y * y;
        } while (square >= 1 || square == 0);
        double scale = Math.sqrt(-2 * StrictMath.log(square) / square);
        spare = y * scale;
        return x * scale;
    }

    boolean happens(double probability) {
        return uniform() < probability;
    }
}
