package io.millrace.sandbox.simulator;

import java.util.Random;

/**
 * Independent random streams from one seed: each purpose, entity and day has its own, so that a change of one (drift, say)
 * leaves all others as they were.
 *
 * <p>{@link Random} because its algorithm, the Gaussian's included, is part of the platform's specification: the same seed
 * gives the same stream on every JVM. {@link StrictMath} elsewhere in this package for the same reason.
 */
final class Seeds {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private Seeds() {}

    static Random random(long seed, String purpose, long... path) {
        var mixed = mix(seed + GOLDEN_GAMMA * purpose.hashCode());
        for (var step : path) {
            mixed = mix(mixed + GOLDEN_GAMMA * (step + 1));
        }
        return new Random(mixed);
    }

    /** A Poisson number by Knuth's multiplication of uniforms; for means up to some tens. */
    static int poisson(Random random, double mean) {
        var limit = StrictMath.exp(-mean);
        var count = 0;
        for (var product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
            count++;
        }
        return count;
    }

    /** A whole number with the given mean: its floor, or one more with the probability of the rest. */
    static int whole(Random random, double mean) {
        var floor = (int) StrictMath.floor(mean);
        return floor + (random.nextDouble() < mean - floor ? 1 : 0);
    }

    static double uniform(Random random, double from, double to) {
        return from + (to - from) * random.nextDouble();
    }

    /** The finalizer of SplitMix64 (Steele, Lea, Flood, 2014). */
    private static long mix(long value) {
        var mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
