package io.millrace.enrich.window;

import io.millrace.enrich.codec.ByteReader;
import io.millrace.enrich.codec.ByteWriter;
import java.util.Arrays;

/**
 * What a set of entries amounts to. Summaries are merged, never subtracted, so nothing outside a window can leave a trace in
 * it. Must be filled in arrival order: of equal times the one added later is the later one. Mutable, confined to one thread.
 */
public final class Summary {
    private final Layout layout;
    private final long[] valued;
    private final double[] sum;
    private final double[] spread;
    private final double[] minimum;
    private final double[] maximum;
    private final double[] last;
    private final long[] lastTime;
    private long minTime;
    private long maxTime;
    private long count;

    Summary(Layout layout) {
        int width = layout.width();
        this.layout = layout;
        this.valued = new long[width];
        this.sum = new double[width];
        this.spread = new double[width];
        this.minimum = new double[width];
        this.maximum = new double[width];
        this.last = new double[width];
        this.lastTime = new long[width];
        clear();
    }

    Summary clear() {
        minTime = Long.MAX_VALUE;
        maxTime = Long.MIN_VALUE;
        count = 0;
        Arrays.fill(valued, 0);
        Arrays.fill(sum, 0.0);
        Arrays.fill(spread, 0.0);
        Arrays.fill(minimum, Double.NaN);
        Arrays.fill(maximum, Double.NaN);
        Arrays.fill(last, Double.NaN);
        Arrays.fill(lastTime, Long.MIN_VALUE);
        return this;
    }

    /** Number of entries, with and without values. */
    public long count() {
        return count;
    }

    /** Number of entries that have a value in this column. */
    public long valued(int column) {
        return valued[column];
    }

    public double sum(int column) {
        return sum[column];
    }

    /** Sum of squared distances from the mean, 0 or positive. */
    public double spread(int column) {
        return spread[column];
    }

    /** NaN when no entry has a value. */
    public double minimum(int column) {
        return minimum[column];
    }

    /** NaN when no entry has a value. */
    public double maximum(int column) {
        return maximum[column];
    }

    /** NaN when no entry has a value. */
    public double last(int column) {
        return last[column];
    }

    /** Earliest event time; {@link Long#MAX_VALUE} when empty. */
    long minTime() {
        return minTime;
    }

    /** Latest event time; {@link Long#MIN_VALUE} when empty. */
    long maxTime() {
        return maxTime;
    }

    /** @param values holds the columns of the entry from {@code offset} on; NaN is missing */
    void add(long time, double[] values, int offset) {
        minTime = Math.min(minTime, time);
        maxTime = Math.max(maxTime, time);
        count++;
        for (int column = 0; column < valued.length; column++) {
            double value = values[offset + column];
            if (!Double.isNaN(value)) {
                merge(column, 1, value, 0.0, value, value, value, time);
            }
        }
    }

    /** Adds entries that arrived after all that are here. */
    void add(Summary later) {
        minTime = Math.min(minTime, later.minTime);
        maxTime = Math.max(maxTime, later.maxTime);
        count += later.count;
        for (int c = 0; c < valued.length; c++) {
            if (later.valued[c] > 0) {
                merge(
                        c,
                        later.valued[c],
                        later.sum[c],
                        later.spread[c],
                        later.minimum[c],
                        later.maximum[c],
                        later.last[c],
                        later.lastTime[c]);
            }
        }
    }

    private void merge(
            int c, long n, double plus, double plusSpread, double low, double high, double latest, long latestTime) {
        long before = valued[c];
        if (before == 0) {
            valued[c] = n;
            sum[c] = plus;
            spread[c] = plusSpread;
            minimum[c] = low;
            maximum[c] = high;
            last[c] = latest;
            lastTime[c] = latestTime;
            return;
        }
        if (layout.keeps(c, Statistic.SPREAD)) {
            double distance = plus / n - sum[c] / before;
            spread[c] += plusSpread + distance * distance * ((double) before * n / (before + n));
        }
        valued[c] = before + n;
        sum[c] += plus;
        minimum[c] = Math.min(minimum[c], low);
        maximum[c] = Math.max(maximum[c], high);
        if (latestTime >= lastTime[c]) {
            last[c] = latest;
            lastTime[c] = latestTime;
        }
    }

    /** @param newest a time at or after every entry: times are stored as distances from it */
    void write(ByteWriter out, long newest) {
        out.writeUnsigned(newest - maxTime).writeUnsigned(maxTime - minTime).writeUnsigned(count);
        for (int c = 0; c < valued.length; c++) {
            out.writeUnsigned(count - valued[c]);
            if (valued[c] == 0) {
                continue;
            }
            writeIfKept(out, c, Statistic.SUM, sum[c]);
            writeIfKept(out, c, Statistic.SPREAD, spread[c]);
            writeIfKept(out, c, Statistic.MINIMUM, minimum[c]);
            writeIfKept(out, c, Statistic.MAXIMUM, maximum[c]);
            if (layout.keeps(c, Statistic.LAST)) {
                out.writeDouble(last[c]).writeUnsigned(maxTime - lastTime[c]);
            }
        }
    }

    void read(ByteReader in, long newest) {
        clear();
        maxTime = newest - in.readUnsigned();
        minTime = maxTime - in.readUnsigned();
        count = in.readUnsigned();
        for (int c = 0; c < valued.length; c++) {
            valued[c] = count - in.readUnsigned();
            if (valued[c] == 0) {
                continue;
            }
            sum[c] = readIfKept(in, c, Statistic.SUM);
            spread[c] = readIfKept(in, c, Statistic.SPREAD);
            minimum[c] = readIfKept(in, c, Statistic.MINIMUM);
            maximum[c] = readIfKept(in, c, Statistic.MAXIMUM);
            if (layout.keeps(c, Statistic.LAST)) {
                last[c] = in.readDouble();
                lastTime[c] = maxTime - in.readUnsigned();
            }
        }
    }

    private void writeIfKept(ByteWriter out, int column, Statistic statistic, double value) {
        if (layout.keeps(column, statistic)) {
            out.writeDouble(value);
        }
    }

    private double readIfKept(ByteReader in, int column, Statistic statistic) {
        return layout.keeps(column, statistic) ? in.readDouble() : 0.0;
    }
}
