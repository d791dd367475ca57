package io.millrace.sketch;

/** Hashing of numbers. */
public final class Bits {
    private Bits() {}

    /**
     * Another number for each, in which every bit depends on all: the finaliser of SplitMix64 (Steele, Lea and Flood,
     * 2014), a permutation.
     */
    public static long mixed(long number) {
        long bits = number + 0x9E3779B97F4A7C15L;
        bits = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        bits = (bits ^ (bits >>> 27)) * 0x94D049BB133111EBL;
        return bits ^ (bits >>> 31);
    }
}
