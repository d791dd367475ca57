package io.millrace.enrich.window;

import io.millrace.sketch.codec.ByteReader;
import io.millrace.sketch.codec.ByteWriter;
import java.util.Arrays;

/**
 * What a set of entries amounts to. Summaries are merged, never subtracted, so nothing outside a window can leave a trace in
 * it. Must be filled in arrival order: of equal times the one added later is the later one. What a column does not keep is
 * not computed. Mutable, confined to one thread.
 *
 * <p>Its numbers are a stretch of two arrays, which those of a {@link Level} share: whoever asks for a window looks at many,
 * and memory is quick only where it is read in one go.
 */
public final class Summary {
    private static final int SUM = Statistic.SUM.bit();
    private static final int SPREAD = Statistic.SPREAD.bit();
    private static final int MINIMUM = Statistic.MINIMUM.bit();
    private static final int MAXIMUM = Statistic.MAXIMUM.bit();
    private static final int LAST = Statistic.LAST.bit();
    private static final int FIRST = Statistic.FIRST.bit();
    private static final int DECAYED = Statistic.DECAYED.bit();

    private static final int MIN_TIME = 0;
    private static final int MAX_TIME = 1;
    private static final int COUNT = 2;

    /** Whole numbers that come before those of the columns. */
    private static final int LONGS_OF_ALL = 3;

    private final Layout layout;
    private long[] longs;
    private double[] doubles;
    private int firstLong;
    private int firstDouble;

    /** An empty summary by itself. */
    Summary(Layout layout) {
        this(layout, new long[layout.longsPerSummary()], new double[layout.doublesPerSummary()]);
        clear();
    }

    private Summary(Layout layout, long[] longs, double[] doubles) {
        this.layout = layout;
        this.longs = longs;
        this.doubles = doubles;
    }

    /** One that has yet to be told {@link #at where} its numbers are. */
    static Summary elsewhere(Layout layout) {
        return new Summary(layout, new long[0], new double[0]);
    }

    /** Becomes one of those whose numbers are in these arrays, one after the other. */
    Summary at(int position, long[] inLongs, double[] inDoubles) {
        longs = inLongs;
        doubles = inDoubles;
        firstLong = position * layout.longsPerSummary();
        firstDouble = position * layout.doublesPerSummary();
        return this;
    }

    /** How many whole numbers a summary of such columns has. */
    static int longs(int[] masks) {
        return LONGS_OF_ALL + Arrays.stream(masks).map(Summary::longs).sum();
    }

    static int doubles(int[] masks) {
        return Arrays.stream(masks).map(Summary::doubles).sum();
    }

    /** Where the whole numbers of each column begin. */
    static int[] firstLongs(int[] masks) {
        return starts(LONGS_OF_ALL, Arrays.stream(masks).map(Summary::longs).toArray());
    }

    static int[] firstDoubles(int[] masks) {
        return starts(0, Arrays.stream(masks).map(Summary::doubles).toArray());
    }

    private static int[] starts(int first, int[] lengths) {
        int[] starts = new int[lengths.length];
        int next = first;
        for (int i = 0; i < lengths.length; i++) {
            starts[i] = next;
            next += lengths[i];
        }
        return starts;
    }

    /** How many entries have a value, and the times of the last and of the first. */
    private static int longs(int mask) {
        return 1 + Integer.bitCount(mask & (LAST | FIRST));
    }

    /** One number for each statistic, two for the last of them. */
    private static int doubles(int mask) {
        return Integer.bitCount(mask & (SUM | SPREAD | MINIMUM | MAXIMUM | LAST | FIRST | DECAYED))
                + Integer.bitCount(mask & DECAYED);
    }

    /** Earliest time of the summary whose whole numbers begin there. */
    static long minTime(long[] longs, int first) {
        return longs[first + MIN_TIME];
    }

    static long maxTime(long[] longs, int first) {
        return longs[first + MAX_TIME];
    }

    private int valuedAt(int column) {
        return firstLong + layout.firstLong(column);
    }

    private int lastTimeAt(int column) {
        return valuedAt(column) + 1;
    }

    private int firstTimeAt(int column) {
        return valuedAt(column) + 1 + Integer.bitCount(layout.mask(column) & LAST);
    }

    /** Of the statistics that a column keeps, those of lower bits come first. */
    private int at(int column, int statistic) {
        return firstDouble + layout.firstDouble(column) + Integer.bitCount(layout.mask(column) & (statistic - 1));
    }

    Summary clear() {
        Arrays.fill(longs, firstLong, firstLong + layout.longsPerSummary(), 0);
        Arrays.fill(doubles, firstDouble, firstDouble + layout.doublesPerSummary(), 0.0);
        longs[firstLong + MIN_TIME] = Long.MAX_VALUE;
        longs[firstLong + MAX_TIME] = Long.MIN_VALUE;
        return this;
    }

    /** Number of entries, with and without values. */
    public long count() {
        return longs[firstLong + COUNT];
    }

    /** Number of entries that have a value in this column. */
    public long valued(int column) {
        return longs[valuedAt(column)];
    }

    /** 0 when no entry has a value. */
    public double sum(int column) {
        return doubles[at(column, SUM)];
    }

    /** Sum of squared distances from the mean, 0 or positive. */
    public double spread(int column) {
        return doubles[at(column, SPREAD)];
    }

    /** NaN when no entry has a value. */
    public double minimum(int column) {
        return ifValued(column, MINIMUM);
    }

    /** NaN when no entry has a value. */
    public double maximum(int column) {
        return ifValued(column, MAXIMUM);
    }

    /** NaN when no entry has a value. */
    public double last(int column) {
        return ifValued(column, LAST);
    }

    /** Event time of {@link #last}; of no meaning when no entry has a value. */
    public long lastTime(int column) {
        return longs[lastTimeAt(column)];
    }

    /** NaN when no entry has a value. */
    public double first(int column) {
        return ifValued(column, FIRST);
    }

    /** Event time of {@link #first}; of no meaning when no entry has a value. */
    public long firstTime(int column) {
        return longs[firstTimeAt(column)];
    }

    /** Mean of the values, each weighted by {@code 2^(-age / half-life)}; NaN when no entry has a value. */
    public double decayedMean(int column) {
        int decayed = at(column, DECAYED);
        return valued(column) == 0 ? Double.NaN : doubles[decayed] / doubles[decayed + 1];
    }

    /** Latest event time; {@link Long#MIN_VALUE} when empty. */
    public long maxTime() {
        return longs[firstLong + MAX_TIME];
    }

    /** Earliest event time; {@link Long#MAX_VALUE} when empty. */
    long minTime() {
        return longs[firstLong + MIN_TIME];
    }

    private double ifValued(int column, int statistic) {
        return valued(column) == 0 ? Double.NaN : doubles[at(column, statistic)];
    }

    /** @param values holds the columns of the entry from {@code offset} on; NaN is missing */
    void add(long time, double[] values, int offset) {
        count(1, time, time);
        for (int c = 0; c < layout.width(); c++) {
            double value = values[offset + c];
            if (!Double.isNaN(value)) {
                merge(c, value, time);
            }
        }
    }

    private void count(long entries, long earliest, long latest) {
        longs[firstLong + MIN_TIME] = Math.min(minTime(), earliest);
        longs[firstLong + MAX_TIME] = Math.max(maxTime(), latest);
        longs[firstLong + COUNT] += entries;
    }

    private void merge(int c, double value, long time) {
        int kept = layout.mask(c);
        long before = longs[valuedAt(c)]++;
        if ((kept & SPREAD) != 0 && before > 0) {
            double distance = value - sum(c) / before;
            doubles[at(c, SPREAD)] += distance * distance * ((double) before / (before + 1));
        }
        if ((kept & SUM) != 0) {
            doubles[at(c, SUM)] += value;
        }
        if ((kept & MINIMUM) != 0) {
            int at = at(c, MINIMUM);
            doubles[at] = before == 0 ? value : Math.min(doubles[at], value);
        }
        if ((kept & MAXIMUM) != 0) {
            int at = at(c, MAXIMUM);
            doubles[at] = before == 0 ? value : Math.max(doubles[at], value);
        }
        if ((kept & FIRST) != 0 && (before == 0 || time < firstTime(c))) {
            doubles[at(c, FIRST)] = value;
            longs[firstTimeAt(c)] = time;
        }
        if ((kept & DECAYED) != 0) {
            decay(c, before, value, 1.0, time);
        }
        if ((kept & LAST) != 0 && (before == 0 || time >= lastTime(c))) {
            doubles[at(c, LAST)] = value;
            longs[lastTimeAt(c)] = time;
        }
    }

    /** Adds entries that arrived after all that are here. */
    void add(Summary later) {
        count(later.count(), later.minTime(), later.maxTime());
        for (int c = 0; c < layout.width(); c++) {
            if (later.valued(c) > 0) {
                merge(c, later);
            }
        }
    }

    private void merge(int c, Summary later) {
        int kept = layout.mask(c);
        long before = valued(c);
        long n = later.valued(c);
        longs[valuedAt(c)] = before + n;
        if ((kept & SPREAD) != 0) {
            double distance = before == 0 ? 0 : later.sum(c) / n - sum(c) / before;
            doubles[at(c, SPREAD)] += later.spread(c) + distance * distance * ((double) before * n / (before + n));
        }
        if ((kept & SUM) != 0) {
            doubles[at(c, SUM)] += later.sum(c);
        }
        if ((kept & MINIMUM) != 0) {
            int at = at(c, MINIMUM);
            doubles[at] = before == 0 ? later.minimum(c) : Math.min(doubles[at], later.minimum(c));
        }
        if ((kept & MAXIMUM) != 0) {
            int at = at(c, MAXIMUM);
            doubles[at] = before == 0 ? later.maximum(c) : Math.max(doubles[at], later.maximum(c));
        }
        if ((kept & FIRST) != 0 && (before == 0 || later.firstTime(c) < firstTime(c))) {
            doubles[at(c, FIRST)] = later.first(c);
            longs[firstTimeAt(c)] = later.firstTime(c);
        }
        if ((kept & DECAYED) != 0) {
            int decayed = later.at(c, DECAYED);
            decay(c, before, later.doubles[decayed], later.doubles[decayed + 1], later.lastTime(c));
        }
        if ((kept & LAST) != 0 && (before == 0 || later.lastTime(c) >= lastTime(c))) {
            doubles[at(c, LAST)] = later.last(c);
            longs[lastTimeAt(c)] = later.lastTime(c);
        }
    }

    /** Brings both sides to the later of their latest times before they are added. Must come before the last time moves. */
    private void decay(int c, long before, double plusSum, double plusWeight, long time) {
        int sum = at(c, DECAYED);
        int weight = sum + 1;
        if (before == 0) {
            doubles[sum] = plusSum;
            doubles[weight] = plusWeight;
            return;
        }
        double halfLife = layout.columns().get(c).halfLifeMillis();
        long latest = lastTime(c);
        double mine = time > latest ? Math.pow(2, -(time - latest) / halfLife) : 1;
        double theirs = time < latest ? Math.pow(2, -(latest - time) / halfLife) : 1;
        doubles[sum] = doubles[sum] * mine + plusSum * theirs;
        doubles[weight] = doubles[weight] * mine + plusWeight * theirs;
    }

    /** @param newest a time at or after every entry: times are stored as distances from it */
    void write(ByteWriter out, long newest) {
        out.writeUnsigned(newest - maxTime())
                .writeUnsigned(maxTime() - minTime())
                .writeUnsigned(count());
        for (int c = 0; c < layout.width(); c++) {
            out.writeUnsigned(count() - valued(c));
            if (valued(c) > 0) {
                writeColumn(out, c);
            }
        }
    }

    private void writeColumn(ByteWriter out, int c) {
        int kept = layout.mask(c);
        if ((kept & SUM) != 0) {
            out.writeDouble(sum(c));
        }
        if ((kept & SPREAD) != 0) {
            out.writeDouble(spread(c));
        }
        if ((kept & MINIMUM) != 0) {
            out.writeDouble(minimum(c));
        }
        if ((kept & MAXIMUM) != 0) {
            out.writeDouble(maximum(c));
        }
        if ((kept & LAST) != 0) {
            out.writeDouble(last(c)).writeUnsigned(maxTime() - lastTime(c));
        }
        if ((kept & FIRST) != 0) {
            out.writeDouble(first(c)).writeUnsigned(maxTime() - firstTime(c));
        }
        if ((kept & DECAYED) != 0) {
            int decayed = at(c, DECAYED);
            out.writeDouble(doubles[decayed]).writeDouble(doubles[decayed + 1]);
        }
    }

    void read(ByteReader in, long newest) {
        clear();
        long latest = newest - in.readUnsigned();
        long earliest = latest - in.readUnsigned();
        count(in.readUnsigned(), earliest, latest);
        for (int c = 0; c < layout.width(); c++) {
            long valued = count() - in.readUnsigned();
            longs[valuedAt(c)] = valued;
            if (valued > 0) {
                readColumn(in, c);
            }
        }
    }

    private void readColumn(ByteReader in, int c) {
        int kept = layout.mask(c);
        if ((kept & SUM) != 0) {
            doubles[at(c, SUM)] = in.readDouble();
        }
        if ((kept & SPREAD) != 0) {
            doubles[at(c, SPREAD)] = in.readDouble();
        }
        if ((kept & MINIMUM) != 0) {
            doubles[at(c, MINIMUM)] = in.readDouble();
        }
        if ((kept & MAXIMUM) != 0) {
            doubles[at(c, MAXIMUM)] = in.readDouble();
        }
        if ((kept & LAST) != 0) {
            doubles[at(c, LAST)] = in.readDouble();
            longs[lastTimeAt(c)] = maxTime() - in.readUnsigned();
        }
        if ((kept & FIRST) != 0) {
            doubles[at(c, FIRST)] = in.readDouble();
            longs[firstTimeAt(c)] = maxTime() - in.readUnsigned();
        }
        if ((kept & DECAYED) != 0) {
            int decayed = at(c, DECAYED);
            doubles[decayed] = in.readDouble();
            doubles[decayed + 1] = in.readDouble();
        }
    }
}
