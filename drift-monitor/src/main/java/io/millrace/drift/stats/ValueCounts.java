package io.millrace.drift.stats;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How often each distinct value is there, on two sides: a category for every value of either side, in ascending order, texts by their UTF-16
 * code.
 */
public final class ValueCounts {
    private final long[] reference;
    private final long[] current;

    private ValueCounts(Map<?, long[]> counts) {
        this.reference = counts.values().stream().mapToLong(sides -> sides[0]).toArray();
        this.current = counts.values().stream().mapToLong(sides -> sides[1]).toArray();
    }

    /** Counts numbers. */
    public static ValueCounts of(double[] reference, double[] current) {
        return counted(boxed(reference), boxed(current));
    }

    /** Counts texts. */
    public static ValueCounts of(List<String> reference, List<String> current) {
        return counted(reference, current);
    }

    private static List<Double> boxed(double[] values) {
        return Arrays.stream(values).map(value -> value + 0.0).boxed().toList(); // -0.0 is the 0.0 it equals
    }

    private static <T extends Comparable<T>> ValueCounts counted(List<T> reference, List<T> current) {
        var counts = new TreeMap<T, long[]>();
        reference.forEach(value -> counts.computeIfAbsent(value, key -> new long[2])[0]++);
        current.forEach(value -> counts.computeIfAbsent(value, key -> new long[2])[1]++);
        return new ValueCounts(counts);
    }

    /** How many distinct values both sides have together. */
    public int distinct() {
        return reference.length;
    }

    /** Of the reference, by category. */
    public long[] reference() {
        return reference.clone();
    }

    /** Of the current values, by category. */
    public long[] current() {
        return current.clone();
    }

    /** Shares of the reference, by category. */
    public double[] referenceShares() {
        return Shares.of(reference, Arrays.stream(reference).sum());
    }

    /** Shares of the current values, by category. */
    public double[] currentShares() {
        return Shares.of(current, Arrays.stream(current).sum());
    }
}
