package io.millrace.enrich.window;

import io.millrace.sketch.codec.ByteReader;
import io.millrace.sketch.codec.ByteWriter;

/**
 * Up to {@link #CAPACITY} entries in arrival order: the open ones of a head, or those of a leaf. An entry is an event time and
 * one value per column. Mutable, confined to one thread.
 */
final class Entries implements Leaf {
    static final int CAPACITY = 16;

    private final int width;
    private final long[] times = new long[CAPACITY];
    private final double[] values;
    private int size;

    Entries(int width) {
        this.width = width;
        this.values = new double[CAPACITY * width];
    }

    @Override
    public void clear() {
        size = 0;
    }

    int size() {
        return size;
    }

    long time(int position) {
        return times[position];
    }

    /** The values of all entries, {@code width} of them each. */
    double[] values() {
        return values;
    }

    @Override
    public boolean takes(long time) {
        return size < CAPACITY;
    }

    @Override
    public void add(long time, double[] columns) {
        times[size] = time;
        System.arraycopy(columns, 0, values, size * width, width);
        size++;
    }

    @Override
    public void addTo(Summary whole) {
        for (int i = 0; i < size; i++) {
            whole.add(times[i], values, i * width);
        }
    }

    @Override
    public void addTo(Segments wanted) {
        for (int i = 0; i < size; i++) {
            Summary segment = wanted.of(times[i]);
            if (segment != null) {
                segment.add(times[i], values, i * width);
            }
        }
    }

    @Override
    public void addTo(Digest window, long fromExclusive, long toInclusive) {
        for (int i = 0; i < size; i++) {
            if (times[i] > fromExclusive && times[i] <= toInclusive) {
                window.add(values, i * width);
            }
        }
    }

    @Override
    public long maxTime() {
        long latest = Long.MIN_VALUE;
        for (int i = 0; i < size; i++) {
            latest = Math.max(latest, times[i]);
        }
        return latest;
    }

    @Override
    public long count(long fromInclusive, long toInclusive) {
        long inside = 0;
        for (int i = 0; i < size; i++) {
            if (times[i] >= fromInclusive && times[i] <= toInclusive) {
                inside++;
            }
        }
        return inside;
    }

    /** Each time as the distance from the one before, the first from {@code base}. */
    @Override
    public void write(ByteWriter out, long base) {
        out.writeUnsigned(size);
        long previous = base;
        for (int i = 0; i < size; i++) {
            out.writeSigned(times[i] - previous);
            previous = times[i];
            for (int c = 0; c < width; c++) {
                out.writeDouble(values[i * width + c]);
            }
        }
    }

    @Override
    public void read(ByteReader in, long base) {
        size = in.readCount();
        if (size > CAPACITY) {
            throw new IllegalStateException(size + " entries where at most " + CAPACITY + " fit");
        }
        long previous = base;
        for (int i = 0; i < size; i++) {
            previous += in.readSigned();
            times[i] = previous;
            for (int c = 0; c < width; c++) {
                values[i * width + c] = in.readDouble();
            }
        }
    }
}
