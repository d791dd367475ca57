package io.millrace.benchmarks.measure;

/**
 * What a median is wanted to be.
 *
 * @param bound included
 */
public record Goal(Side side, double bound) {
    /** On which side of the bound the goal lies. */
    public enum Side {
        AT_LEAST(">="),
        AT_MOST("<=");

        private final String sign;

        Side(String sign) {
            this.sign = sign;
        }

        String sign() {
            return sign;
        }
    }

    public static Goal atLeast(double bound) {
        return new Goal(Side.AT_LEAST, bound);
    }

    public static Goal atMost(double bound) {
        return new Goal(Side.AT_MOST, bound);
    }

    boolean isMetBy(double median) {
        return side == Side.AT_LEAST ? median >= bound : median <= bound;
    }
}
