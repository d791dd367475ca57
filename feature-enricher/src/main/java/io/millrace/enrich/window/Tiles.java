package io.millrace.enrich.window;

import io.millrace.sketch.codec.ByteReader;
import io.millrace.sketch.codec.ByteWriter;

/**
 * A few stretches of event time, each summed up: tile {@code n} is {@code [n * length, (n + 1) * length)}. A tile is
 * in a window if it has an entry after the window's start and none after its end, so a window may begin up to one tile's
 * entries too early and end up to one tile's entries too early. Mutable, confined to one thread.
 */
final class Tiles implements Leaf {
    private static final int CAPACITY = 16;

    /** Sketches are large, and what is open is written with every event. */
    private static final int CAPACITY_WITH_SKETCHES = 4;

    private final Layout layout;
    private final int capacity;
    private final Level summaries;
    private final Digest[] digests;

    Tiles(Layout layout) {
        this.layout = layout;
        this.capacity = layout.sketches() ? CAPACITY_WITH_SKETCHES : CAPACITY;
        this.summaries = new Level(layout);
        this.digests = new Digest[layout.sketches() ? capacity : 0];
    }

    @Override
    public void clear() {
        summaries.clear();
    }

    int size() {
        return summaries.size();
    }

    @Override
    public boolean takes(long time) {
        return summaries.size() < capacity || tileOf(time) >= 0;
    }

    @Override
    public void add(long time, double[] columns) {
        int tile = tileOf(time);
        if (tile < 0) {
            tile = append();
        }
        summaries.get(tile).add(time, columns, 0);
        if (layout.sketches()) {
            digests[tile].add(columns, 0);
        }
    }

    /** Takes out the older half: late entries may still find their tile among the younger. */
    Tiles takeOlderHalf() {
        var older = new Tiles(layout);
        int half = capacity / 2;
        for (int moved = 0; moved < half; moved++) {
            int oldest = 0;
            for (int i = 1; i < summaries.size(); i++) {
                if (summaries.maxTime(i) < summaries.maxTime(oldest)) {
                    oldest = i;
                }
            }
            int place = older.append();
            older.summaries.get(place).add(summaries.get(oldest));
            if (layout.sketches()) {
                older.digests[place].add(digests[oldest]);
            }
            remove(oldest);
        }
        return older;
    }

    @Override
    public void addTo(Summary whole) {
        for (int i = 0; i < summaries.size(); i++) {
            whole.add(summaries.get(i));
        }
    }

    @Override
    public void addTo(Segments wanted) {
        for (int i = 0; i < summaries.size(); i++) {
            Summary segment = wanted.of(summaries.maxTime(i));
            if (segment != null) {
                segment.add(summaries.get(i));
            }
        }
    }

    @Override
    public void addTo(Digest window, long fromExclusive, long toInclusive) {
        for (int i = 0; i < summaries.size(); i++) {
            if (isInside(i, fromExclusive, toInclusive)) {
                window.add(digests[i]);
            }
        }
    }

    @Override
    public long maxTime() {
        return summaries.maxTime();
    }

    @Override
    public long count(long fromInclusive, long toInclusive) {
        return summaries.count(0, fromInclusive, toInclusive);
    }

    @Override
    public void write(ByteWriter out, long base) {
        summaries.write(out, base);
        if (layout.sketches()) {
            for (int i = 0; i < summaries.size(); i++) {
                digests[i].write(out);
            }
        }
    }

    @Override
    public void read(ByteReader in, long base) {
        summaries.read(in, base);
        if (layout.sketches()) {
            for (int i = 0; i < summaries.size(); i++) {
                digest(i).read(in);
            }
        }
    }

    private boolean isInside(int tile, long fromExclusive, long toInclusive) {
        long latest = summaries.maxTime(tile);
        return latest > fromExclusive && latest <= toInclusive;
    }

    /** Position of the tile of a time, -1 where it is not open. */
    private int tileOf(long time) {
        long wanted = Math.floorDiv(time, layout.tileMillis());
        for (int i = summaries.size() - 1; i >= 0; i--) {
            if (Math.floorDiv(summaries.maxTime(i), layout.tileMillis()) == wanted) {
                return i;
            }
        }
        return -1;
    }

    private int append() {
        summaries.append();
        int place = summaries.size() - 1;
        if (layout.sketches()) {
            digest(place).clear();
        }
        return place;
    }

    private void remove(int place) {
        summaries.remove(place);
        if (layout.sketches()) {
            Digest free = digests[place];
            System.arraycopy(digests, place + 1, digests, place, summaries.size() - place);
            digests[summaries.size()] = free;
        }
    }

    private Digest digest(int place) {
        if (digests[place] == null) {
            digests[place] = new Digest(layout);
        }
        return digests[place];
    }
}
