package io.millrace.drift.sketch;

/**
 * Count, mean and spread of numbers, gathered one by one (Welford, 1962) or merged from parts (Chan et al., 1979).
 * Merging in another order gives the same up to rounding. Not safe for use by several threads.
 */
public final class Moments {
    private long count;
    private double mean;
    private double squares;

    /** Of no number. */
    public Moments() {}

    /** As they were before: see the accessors. */
    public Moments(long count, double mean, double squares) {
        this.count = count;
        this.mean = mean;
        this.squares = squares;
    }

    /**
     * Adds a number.
     *
     * @param value finite
     */
    public void add(double value) {
        count++;
        double before = value - mean;
        mean += before / count;
        squares += before * (value - mean);
    }

    /** Adds the numbers of another one, which is not changed. */
    public void merge(Moments other) {
        if (other.count == 0) {
            return;
        }
        long together = count + other.count;
        double apart = other.mean - mean;
        mean += apart * other.count / together;
        squares += other.squares + apart * apart * count * other.count / together;
        count = together;
    }

    /** How many numbers. */
    public long count() {
        return count;
    }

    /** Their arithmetic mean; 0 if there are none. */
    public double mean() {
        return mean;
    }

    /** Sum of their squared distances from the mean. */
    public double squares() {
        return squares;
    }

    /** Their population standard deviation; NaN if there are none. */
    public double stddev() {
        return Math.sqrt(squares / count);
    }
}
