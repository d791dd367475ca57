package io.millrace.enrich.expression;

import java.nio.charset.StandardCharsets;

/**
 * Texts as numbers, where it matters only whether they are the same: 52 bits, so that a double holds them exactly. Two texts
 * out of a million are mistaken for each other with a chance of about one in ten thousand. Part of the stored state: never
 * changes.
 */
public final class TextHash {
    private static final long FNV_OFFSET = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;
    private static final int SPARE_BITS = 12;

    private TextHash() {}

    /** Of the text's bits a whole number in [0, 2^52), which a double says exactly. */
    static double of(String text) {
        return bits(text) >>> SPARE_BITS;
    }

    /** FNV-1a over the UTF-8 bytes, then the finaliser of SplitMix64: all 64 bits. */
    public static long bits(String text) {
        long hash = FNV_OFFSET;
        for (byte next : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (next & 0xFF)) * FNV_PRIME;
        }
        hash = (hash ^ (hash >>> 30)) * 0xBF58476D1CE4E5B9L;
        hash = (hash ^ (hash >>> 27)) * 0x94D049BB133111EBL;
        return hash ^ (hash >>> 31);
    }
}
