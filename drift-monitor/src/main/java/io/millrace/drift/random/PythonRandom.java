package io.millrace.drift.random;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashSet;

/**
 * {@code random.Random} of CPython 3 (Lib/random.py): the same seed gives the same numbers. Not safe for use by several threads.
 */
public final class PythonRandom {
    /** Up to so many drawn, CPython's guess of what a set takes is this. */
    private static final int SMALL_SET = 21;

    private final MersenneTwister bits;

    private PythonRandom(MersenneTwister bits) {
        this.bits = bits;
    }

    /** {@code random.Random(seed)}; as there, a seed and its negative are the same. */
    public static PythonRandom of(long seed) {
        long size = Math.abs(seed);
        int low = (int) size;
        int high = (int) (size >>> Integer.SIZE);
        return new PythonRandom(high == 0 ? MersenneTwister.ofKey(low) : MersenneTwister.ofKey(low, high));
    }

    /**
     * {@code sample(range(population), size)}: some of the numbers below a bound, each at most once.
     *
     * @param population the bound
     * @param size in [0, population]
     */
    public int[] sample(int population, int size) {
        if (size < 0 || size > population) {
            throw new IllegalArgumentException(size + " of " + population + " numbers cannot be drawn");
        }
        return population <= setSize(size) ? fromPool(population, size) : remembering(population, size);
    }

    /** What CPython takes a set of so many to need; a pool is preferred where it is no larger. */
    private static int setSize(int size) {
        int estimate = SMALL_SET;
        if (size > 5) {
            int power = 1;
            while (power < 3 * size) {
                power *= 4;
            }
            estimate += power;
        }
        return estimate;
    }

    private int[] fromPool(int population, int size) {
        int[] pool = new int[population];
        for (int i = 0; i < population; i++) {
            pool[i] = i;
        }
        int[] drawn = new int[size];
        for (int i = 0; i < size; i++) {
            int at = below(population - i);
            drawn[i] = pool[at];
            pool[at] = pool[population - i - 1];
        }
        return drawn;
    }

    private int[] remembering(int population, int size) {
        var seen = new HashSet<Integer>();
        int[] drawn = new int[size];
        for (int i = 0; i < size; i++) {
            int number = below(population);
            while (!seen.add(number)) {
                number = below(population);
            }
            drawn[i] = number;
        }
        return drawn;
    }

    /** {@code _randbelow(bound)}: as many bits as the bound has, again and again until they are below it. */
    private int below(int bound) {
        int unused = Integer.numberOfLeadingZeros(bound);
        int number = bits.next() >>> unused;
        while (number >= bound) {
            number = bits.next() >>> unused;
        }
        return number;
    }

    /** Writes the state: 2498 bytes. */
    public void write(DataOutputStream out) throws IOException {
        bits.write(out);
    }

    /** What was written. */
    public static PythonRandom read(DataInputStream in) throws IOException {
        return new PythonRandom(MersenneTwister.read(in));
    }
}
