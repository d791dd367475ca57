package io.millrace.enrich.window;

import io.millrace.enrich.codec.ByteReader;
import io.millrace.enrich.codec.ByteWriter;
import java.util.Arrays;

/**
 * What a set of entries amounts to. Summaries are merged, never subtracted, so nothing outside a window can leave a trace in
 * it. Must be filled in arrival order: of equal times the one added later is the later one. What a column does not keep is
 * not computed. Mutable, confined to one thread.
 */
public final class Summary {
    private static final int SUM = Statistic.SUM.bit();
    private static final int SPREAD = Statistic.SPREAD.bit();
    private static final int MINIMUM = Statistic.MINIMUM.bit();
    private static final int MAXIMUM = Statistic.MAXIMUM.bit();
    private static final int LAST = Statistic.LAST.bit();
    private static final int FIRST = Statistic.FIRST.bit();
    private static final int DECAYED = Statistic.DECAYED.bit();

    private static final double[] NONE = {};

    private final Layout layout;
    private final long[] valued;
    private final double[] sum;
    private final double[] spread;
    private final double[] minimum;
    private final double[] maximum;
    private final double[] last;
    private final long[] lastTime;
    private final double[] first;
    private final long[] firstTime;
    private final double[] decayedSum;
    private final double[] decayedWeight;
    private long minTime;
    private long maxTime;
    private long count;

    Summary(Layout layout) {
        int width = layout.width();
        this.layout = layout;
        this.valued = new long[width];
        this.sum = doubles(Statistic.SUM);
        this.spread = doubles(Statistic.SPREAD);
        this.minimum = doubles(Statistic.MINIMUM);
        this.maximum = doubles(Statistic.MAXIMUM);
        this.last = doubles(Statistic.LAST);
        this.lastTime = new long[last.length];
        this.first = doubles(Statistic.FIRST);
        this.firstTime = new long[first.length];
        this.decayedSum = doubles(Statistic.DECAYED);
        this.decayedWeight = new double[decayedSum.length];
        clear();
    }

    /** One number per column, where any column keeps it: there are many summaries. */
    private double[] doubles(Statistic statistic) {
        return layout.keepsAny(statistic) ? new double[layout.width()] : NONE;
    }

    Summary clear() {
        minTime = Long.MAX_VALUE;
        maxTime = Long.MIN_VALUE;
        count = 0;
        Arrays.fill(valued, 0);
        Arrays.fill(sum, 0.0);
        Arrays.fill(spread, 0.0);
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

    /** 0 when no entry has a value. */
    public double sum(int column) {
        return sum[column];
    }

    /** Sum of squared distances from the mean, 0 or positive. */
    public double spread(int column) {
        return spread[column];
    }

    /** NaN when no entry has a value. */
    public double minimum(int column) {
        return ifValued(column, minimum);
    }

    /** NaN when no entry has a value. */
    public double maximum(int column) {
        return ifValued(column, maximum);
    }

    /** NaN when no entry has a value. */
    public double last(int column) {
        return ifValued(column, last);
    }

    /** Event time of {@link #last}; of no meaning when no entry has a value. */
    public long lastTime(int column) {
        return lastTime[column];
    }

    /** NaN when no entry has a value. */
    public double first(int column) {
        return ifValued(column, first);
    }

    /** Event time of {@link #first}; of no meaning when no entry has a value. */
    public long firstTime(int column) {
        return firstTime[column];
    }

    /** Mean of the values, each weighted by {@code 2^(-age / half-life)}; NaN when no entry has a value. */
    public double decayedMean(int column) {
        return valued[column] == 0 ? Double.NaN : decayedSum[column] / decayedWeight[column];
    }

    /** Latest event time; {@link Long#MIN_VALUE} when empty. */
    public long maxTime() {
        return maxTime;
    }

    /** Earliest event time; {@link Long#MAX_VALUE} when empty. */
    long minTime() {
        return minTime;
    }

    private double ifValued(int column, double[] values) {
        return valued[column] == 0 ? Double.NaN : values[column];
    }

    /** @param values holds the columns of the entry from {@code offset} on; NaN is missing */
    void add(long time, double[] values, int offset) {
        minTime = Math.min(minTime, time);
        maxTime = Math.max(maxTime, time);
        count++;
        for (int column = 0; column < valued.length; column++) {
            double value = values[offset + column];
            if (!Double.isNaN(value)) {
                merge(column, value, time);
            }
        }
    }

    private void merge(int c, double value, long time) {
        int kept = layout.mask(c);
        long before = valued[c]++;
        if ((kept & SPREAD) != 0 && before > 0) {
            double distance = value - sum[c] / before;
            spread[c] += distance * distance * ((double) before / (before + 1));
        }
        if ((kept & SUM) != 0) {
            sum[c] += value;
        }
        if ((kept & MINIMUM) != 0) {
            minimum[c] = before == 0 ? value : Math.min(minimum[c], value);
        }
        if ((kept & MAXIMUM) != 0) {
            maximum[c] = before == 0 ? value : Math.max(maximum[c], value);
        }
        if ((kept & FIRST) != 0 && (before == 0 || time < firstTime[c])) {
            first[c] = value;
            firstTime[c] = time;
        }
        if ((kept & DECAYED) != 0) {
            decay(c, before, value, 1.0, time);
        }
        if ((kept & LAST) != 0 && (before == 0 || time >= lastTime[c])) {
            last[c] = value;
            lastTime[c] = time;
        }
    }

    /** Adds entries that arrived after all that are here. */
    void add(Summary later) {
        minTime = Math.min(minTime, later.minTime);
        maxTime = Math.max(maxTime, later.maxTime);
        count += later.count;
        for (int c = 0; c < valued.length; c++) {
            if (later.valued[c] > 0) {
                merge(c, later);
            }
        }
    }

    private void merge(int c, Summary later) {
        int kept = layout.mask(c);
        long before = valued[c];
        long n = later.valued[c];
        valued[c] = before + n;
        if ((kept & SPREAD) != 0) {
            double distance = before == 0 ? 0 : later.sum[c] / n - sum[c] / before;
            spread[c] += later.spread[c] + distance * distance * ((double) before * n / (before + n));
        }
        if ((kept & SUM) != 0) {
            sum[c] += later.sum[c];
        }
        if ((kept & MINIMUM) != 0) {
            minimum[c] = before == 0 ? later.minimum[c] : Math.min(minimum[c], later.minimum[c]);
        }
        if ((kept & MAXIMUM) != 0) {
            maximum[c] = before == 0 ? later.maximum[c] : Math.max(maximum[c], later.maximum[c]);
        }
        if ((kept & FIRST) != 0 && (before == 0 || later.firstTime[c] < firstTime[c])) {
            first[c] = later.first[c];
            firstTime[c] = later.firstTime[c];
        }
        if ((kept & DECAYED) != 0) {
            decay(c, before, later.decayedSum[c], later.decayedWeight[c], later.lastTime[c]);
        }
        if ((kept & LAST) != 0 && (before == 0 || later.lastTime[c] >= lastTime[c])) {
            last[c] = later.last[c];
            lastTime[c] = later.lastTime[c];
        }
    }

    /** Brings both sides to the later of their latest times before they are added. Must come before {@code lastTime} moves. */
    private void decay(int c, long before, double plusSum, double plusWeight, long time) {
        if (before == 0) {
            decayedSum[c] = plusSum;
            decayedWeight[c] = plusWeight;
            return;
        }
        double halfLife = layout.columns().get(c).halfLifeMillis();
        double mine = time > lastTime[c] ? Math.pow(2, -(time - lastTime[c]) / halfLife) : 1;
        double theirs = time < lastTime[c] ? Math.pow(2, -(lastTime[c] - time) / halfLife) : 1;
        decayedSum[c] = decayedSum[c] * mine + plusSum * theirs;
        decayedWeight[c] = decayedWeight[c] * mine + plusWeight * theirs;
    }

    /** @param newest a time at or after every entry: times are stored as distances from it */
    void write(ByteWriter out, long newest) {
        out.writeUnsigned(newest - maxTime).writeUnsigned(maxTime - minTime).writeUnsigned(count);
        for (int c = 0; c < valued.length; c++) {
            out.writeUnsigned(count - valued[c]);
            if (valued[c] > 0) {
                writeColumn(out, c);
            }
        }
    }

    private void writeColumn(ByteWriter out, int c) {
        int kept = layout.mask(c);
        if ((kept & SUM) != 0) {
            out.writeDouble(sum[c]);
        }
        if ((kept & SPREAD) != 0) {
            out.writeDouble(spread[c]);
        }
        if ((kept & MINIMUM) != 0) {
            out.writeDouble(minimum[c]);
        }
        if ((kept & MAXIMUM) != 0) {
            out.writeDouble(maximum[c]);
        }
        if ((kept & LAST) != 0) {
            out.writeDouble(last[c]).writeUnsigned(maxTime - lastTime[c]);
        }
        if ((kept & FIRST) != 0) {
            out.writeDouble(first[c]).writeUnsigned(maxTime - firstTime[c]);
        }
        if ((kept & DECAYED) != 0) {
            out.writeDouble(decayedSum[c]).writeDouble(decayedWeight[c]);
        }
    }

    void read(ByteReader in, long newest) {
        clear();
        maxTime = newest - in.readUnsigned();
        minTime = maxTime - in.readUnsigned();
        count = in.readUnsigned();
        for (int c = 0; c < valued.length; c++) {
            valued[c] = count - in.readUnsigned();
            if (valued[c] > 0) {
                readColumn(in, c);
            }
        }
    }

    private void readColumn(ByteReader in, int c) {
        int kept = layout.mask(c);
        if ((kept & SUM) != 0) {
            sum[c] = in.readDouble();
        }
        if ((kept & SPREAD) != 0) {
            spread[c] = in.readDouble();
        }
        if ((kept & MINIMUM) != 0) {
            minimum[c] = in.readDouble();
        }
        if ((kept & MAXIMUM) != 0) {
            maximum[c] = in.readDouble();
        }
        if ((kept & LAST) != 0) {
            last[c] = in.readDouble();
            lastTime[c] = maxTime - in.readUnsigned();
        }
        if ((kept & FIRST) != 0) {
            first[c] = in.readDouble();
            firstTime[c] = maxTime - in.readUnsigned();
        }
        if ((kept & DECAYED) != 0) {
            decayedSum[c] = in.readDouble();
            decayedWeight[c] = in.readDouble();
        }
    }
}
