package io.millrace.drift.definition;

import io.millrace.drift.random.NumpyRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * How often a random split of all values is as far apart as the two samples are, by total variation: Evidently's {@code permutation_test}, with
 * the random numbers that it draws from NumPy after {@code seed(0)}.
 *
 * <p>Distances are compared as whole numbers, where Evidently compares rounded sums of fractions: of splits exactly as far apart it may count
 * some and not others, by the order of a hash table.
 */
final class PermutationTest {
    private static final int SEED = 0;
    private static final int ROUNDS = 1000;

    private PermutationTest() {}

    /**
     * The p-value.
     *
     * @param reference at least one, in the order of their rows
     * @param current the same
     * @return a multiple of 1/1000
     */
    static double pValue(List<String> reference, List<String> current) {
        var both = new ArrayList<>(reference);
        both.addAll(current);
        var categories = new TreeMap<String, Integer>();
        both.forEach(value -> categories.putIfAbsent(value, categories.size()));
        int[] values = both.stream().mapToInt(categories::get).toArray();
        long[] all = new long[categories.size()];
        for (int value : values) {
            all[value]++;
        }
        int[] inOrder = new int[reference.size()];
        for (int i = 0; i < inOrder.length; i++) {
            inOrder[i] = i;
        }
        long observed = apart(inOrder, reference.size(), values, all);
        var random = NumpyRandom.of(SEED);
        int asFar = 0;
        for (int round = 0; round < ROUNDS; round++) {
            if (apart(random.permutation(values.length), reference.size(), values, all) >= observed) {
                asFar++;
            }
        }
        return (double) asFar / ROUNDS;
    }

    /** Twice the total variation between the first so many in an order and the rest, times both sizes. */
    private static long apart(int[] order, int first, int[] values, long[] all) {
        long[] drawn = new long[all.length];
        for (int i = 0; i < first; i++) {
            drawn[values[order[i]]]++;
        }
        long taken = first;
        long rest = values.length - taken;
        long sum = 0;
        for (int category = 0; category < all.length; category++) {
            sum += Math.abs(drawn[category] * rest - (all[category] - drawn[category]) * taken);
        }
        return sum;
    }
}
