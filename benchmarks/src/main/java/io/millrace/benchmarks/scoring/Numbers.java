package io.millrace.benchmarks.scoring;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.SplittableRandom;
import java.util.StringJoiner;

/** Rows of random numbers in [0, 1), the same for the same seed. Rows come again after {@link #DIFFERENT}. */
public final class Numbers {
    public static final int DIFFERENT = 4096;

    private static final long SEED = 1;

    private final float[][] rows;

    public Numbers(int width) {
        var random = new SplittableRandom(SEED);
        rows = new float[DIFFERENT][width];
        for (float[] row : rows) {
            for (int i = 0; i < width; i++) {
                row[i] = (float) random.nextDouble();
            }
        }
    }

    /** The row of an event; not to be changed. */
    float[] row(long event) {
        return rows[(int) (event % DIFFERENT)];
    }

    /** The same as the numbers of a pipeline's event, NaN nowhere. */
    public double[] wideRow(long event) {
        float[] row = row(event);
        var wide = new double[row.length];
        for (int i = 0; i < row.length; i++) {
            wide[i] = row[i];
        }
        return wide;
    }

    /** The same as a JSON array. */
    byte[] json(long event) {
        var array = new StringJoiner(",", "[", "]");
        for (float number : row(event)) {
            array.add(Float.toString(number));
        }
        return array.toString().getBytes(US_ASCII);
    }
}
