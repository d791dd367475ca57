package io.millrace.drift.random;

/** {@code numpy.random.RandomState}, whose numbers NumPy has frozen (NEP 19). Not safe for use by several threads. */
public final class NumpyRandom {
    private final MersenneTwister bits;

    private NumpyRandom(MersenneTwister bits) {
        this.bits = bits;
    }

    /** {@code RandomState(seed)}, and {@code numpy.random} after {@code seed(seed)}. */
    public static NumpyRandom of(int seed) {
        return new NumpyRandom(MersenneTwister.ofNumber(seed));
    }

    /**
     * {@code permutation(size)}: the numbers below a bound in random order. {@code choice(values, n, replace=False)} takes the first n.
     *
     * @param size not negative
     */
    public int[] permutation(int size) {
        int[] numbers = new int[size];
        for (int i = 0; i < size; i++) {
            numbers[i] = i;
        }
        for (int i = size - 1; i > 0; i--) {
            int other = upTo(i);
            int kept = numbers[i];
            numbers[i] = numbers[other];
            numbers[other] = kept;
        }
        return numbers;
    }

    /** Bits under the smallest mask that covers the bound, again and again until they are not above it. */
    private int upTo(int bound) {
        int mask = -1 >>> Integer.numberOfLeadingZeros(bound);
        int number = bits.next() & mask;
        while (number > bound) {
            number = bits.next() & mask;
        }
        return number;
    }
}
