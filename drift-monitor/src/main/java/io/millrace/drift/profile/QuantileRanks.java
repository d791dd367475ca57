package io.millrace.drift.profile;

import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which quantiles a profile has: every percentile, and some beyond the first and the last, for there values are far
 * apart. Ranks are in ten thousandths.
 */
public final class QuantileRanks {
    /** The greatest distance of two ranks, as a share of all values. */
    public static final double WIDEST = 0.01;

    private static final int WHOLE = 10_000;
    private static final int[] RANKS = Stream.of(
                    IntStream.of(0, 1, 10, 50),
                    IntStream.rangeClosed(1, 99).map(percent -> percent * 100),
                    IntStream.of(9_950, 9_990, 9_999, WHOLE))
            .flatMapToInt(ranks -> ranks)
            .toArray();

    private QuantileRanks() {}

    /** How many there are. */
    public static int size() {
        return RANKS.length;
    }

    /** The place of a quantile among so many values in ascending order. */
    static int place(int quantile, int values) {
        return (int) ((long) RANKS[quantile] * (values - 1) / WHOLE);
    }

    /** The share of values a quantile stands for: what is half way to its neighbours. */
    static double weight(int quantile) {
        int before = RANKS[Math.max(quantile - 1, 0)];
        int after = RANKS[Math.min(quantile + 1, RANKS.length - 1)];
        return (after - before) / 2.0 / WHOLE;
    }

    /** The share of values between a quantile and the next. */
    public static double gap(int quantile) {
        return (double) (RANKS[quantile + 1] - RANKS[quantile]) / WHOLE;
    }
}
