package io.millrace.drift.quality;

import io.millrace.sketch.codec.ByteReader;
import io.millrace.sketch.codec.ByteWriter;
import java.math.BigDecimal;
import java.util.Arrays;

/**
 * The sum of doubles without any error: kept as doubles that do not overlap (Shewchuk, 1997), and rounded once when it is
 * asked for, as Python's {@code math.fsum} is. So it does not depend on order or split, to the bit, and neither do its
 * bytes. Not safe for use by several threads.
 */
final class ExactSum {
    /** Numbers beyond this, or below its negative, are not for this class: their sum could overflow. */
    static final double LARGEST = 1e200;

    /** Doubles that are written at most: each has 53 bits of a number that is less than 1e220 and of which the last bit is 2^-1074. */
    private static final int MOST_PARTS = 36;

    /** What {@link #write} takes at most. */
    static final int MOST_BYTES = 1 + 9 * MOST_PARTS;

    private static final double LARGEST_SUM = 1e220;

    /** Of growing magnitude; their sum is the sum. */
    private double[] parts = new double[4];

    private int size;

    /**
     * Adds a number.
     *
     * @param value from -{@link #LARGEST} to {@link #LARGEST}
     */
    void add(double value) {
        double carried = value;
        int kept = 0;
        for (int i = 0; i < size; i++) {
            double part = parts[i];
            double larger = Math.abs(carried) < Math.abs(part) ? part : carried;
            double smaller = Math.abs(carried) < Math.abs(part) ? carried : part;
            double sum = larger + smaller;
            double lost = smaller - (sum - larger);
            if (lost != 0) {
                parts[kept++] = lost;
            }
            carried = sum;
        }
        size = kept;
        if (carried != 0) {
            push(carried);
        }
    }

    private void push(double part) {
        if (size == parts.length) {
            parts = Arrays.copyOf(parts, 2 * size);
        }
        parts[size++] = part;
    }

    /**
     * Adds the square of a number, unrounded.
     *
     * @param value of which the square is at most {@link #LARGEST}; below 1e-146 the last bits of the square are lost
     */
    void addSquare(double value) {
        double square = value * value;
        add(square);
        add(Math.fma(value, value, -square));
    }

    /** Adds the numbers of another one, which is not changed. */
    void add(ExactSum other) {
        double[] more = Arrays.copyOf(other.parts, other.size); // so that a sum may be added to itself
        for (double part : more) {
            add(part);
        }
    }

    /** The sum, rounded to the nearest double, of two equally near ones to the even one. */
    double value() {
        if (size == 0) {
            return 0;
        }
        int next = size - 1;
        double sum = parts[next];
        double lost = 0;
        while (next > 0 && lost == 0) {
            double part = parts[--next];
            double before = sum;
            sum = before + part;
            lost = part - (sum - before);
        }
        if (next > 0 && lost != 0 && Math.signum(lost) == Math.signum(parts[next - 1])) {
            // exactly half a bit was lost only if this is exact; what follows then says to which side
            double twice = 2 * lost;
            double other = sum + twice;
            return other - sum == twice ? other : sum;
        }
        return sum;
    }

    /** The sum as it is. */
    BigDecimal exact() {
        return Arrays.stream(parts, 0, size).mapToObj(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** The number of parts, and each as the double nearest to what those before leave. */
    void write(ByteWriter out) {
        var rest = new ExactSum();
        rest.add(this);
        var written = new ExactSum();
        while (rest.size > 0) {
            double nearest = rest.value();
            written.push(nearest);
            rest.add(-nearest);
        }
        out.writeUnsigned(written.size);
        for (int i = 0; i < written.size; i++) {
            out.writeDouble(written.parts[i]);
        }
    }

    /**
     * What was written.
     *
     * @throws IllegalStateException if the bytes cannot have been written by {@link #write}
     */
    static ExactSum read(ByteReader in) {
        int stored = in.readCount();
        var sum = new ExactSum();
        double before = LARGEST_SUM;
        for (int i = 0; i < stored; i++) {
            double part = in.readDouble();
            double most = i == 0 ? LARGEST_SUM : Math.ulp(before) / 2;
            if (!(Math.abs(part) <= most) || part == 0 || stored > MOST_PARTS) {
                throw new IllegalStateException("a sum of " + stored + " parts with " + part + " after " + before);
            }
            sum.add(part);
            before = part;
        }
        return sum;
    }
}
