package io.millrace.drift.outlier;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;

/**
 * Whether one key sends more events than it may.
 *
 * <p>Events are counted by event time in {@value #TILES} equal tiles of the window, and the one that is being filled.
 * So all events of the window (t - window, t] are counted, and those of at most one more tile: a key with more events
 * than the limit within the window is always found, and one that is found had more within {@code 1.1 window}. Events up
 * to a window late are counted where they belong. A fixed number of bytes, whatever the key sends. Not safe for use by
 * several threads.
 */
public final class KeyRate {
    /** Parts of a window. */
    public static final int TILES = 10;

    private static final byte VERSION = 1;
    private static final int KEPT = TILES + 1;
    private static final int BYTES = 1 + Long.BYTES + Long.BYTES + KEPT * Integer.BYTES;

    /**
     * How many events are allowed.
     *
     * @param events of one key within any window, at least 1
     * @param window a multiple of 10 ms, at least that
     */
    public record Limit(int events, Duration window) {
        /** Refuses, with an IllegalArgumentException, what cannot be counted. */
        public Limit {
            if (events < 1) {
                throw new IllegalArgumentException("a limit must be at least 1 event, was " + events);
            }
            if (window.toMillis() < TILES || !window.equals(Duration.ofMillis(window.toMillis() / TILES * TILES))) {
                throw new IllegalArgumentException("a window must be a multiple of " + TILES + " ms, was " + window);
            }
        }

        private long tileMillis() {
            return window.toMillis() / TILES;
        }
    }

    private final Limit limit;
    private final int[] counts = new int[KEPT];
    private long newest = Long.MIN_VALUE;

    /** Of a key that has sent nothing. */
    public KeyRate(Limit limit) {
        this.limit = limit;
    }

    /**
     * Counts an event.
     *
     * @param timeMillis its event time, milliseconds since 1970-01-01T00:00:00Z
     * @return whether the key is beyond its limit with this event, in the window that ends with the newest event; false
     *     for an event that is no longer in that window
     */
    public boolean add(long timeMillis) {
        long tile = Math.floorDiv(timeMillis, limit.tileMillis());
        if (newest == Long.MIN_VALUE) {
            newest = tile;
        }
        if (tile > newest) {
            long passed = tile - newest;
            for (long skipped = Math.max(1, passed - KEPT + 1); skipped <= passed; skipped++) {
                counts[place(newest + skipped)] = 0;
            }
            newest = tile;
        }
        if (tile <= newest - KEPT) {
            return false;
        }
        int place = place(tile);
        counts[place] = Math.min(counts[place], Integer.MAX_VALUE - 1) + 1;
        return events() > limit.events();
    }

    /** How many events are counted at present. */
    public long events() {
        return Arrays.stream(counts).asLongStream().sum();
    }

    /** Whether nothing of it would count at this time any more, so that it can be forgotten. */
    public boolean isOver(long timeMillis) {
        return newest == Long.MIN_VALUE || Math.floorDiv(timeMillis, limit.tileMillis()) - newest >= KEPT;
    }

    /** A version byte, the length of a tile, the newest tile, and the counts: a fixed number of bytes. */
    public byte[] encode() {
        var out = ByteBuffer.allocate(BYTES)
                .put(VERSION)
                .putLong(limit.tileMillis())
                .putLong(newest);
        for (int count : counts) {
            out.putInt(count);
        }
        return out.array();
    }

    /**
     * What was encoded; nothing counted if it was counted over another window, which cannot be compared.
     *
     * @throws IllegalArgumentException if the bytes are none of ours, or of a version this code does not know
     */
    public static KeyRate decode(Limit limit, byte[] bytes) {
        if (bytes.length != BYTES || bytes[0] != VERSION) {
            throw new IllegalArgumentException("not the rate of a key of version " + VERSION);
        }
        var in = ByteBuffer.wrap(bytes, 1, BYTES - 1);
        var rate = new KeyRate(limit);
        if (in.getLong() == limit.tileMillis()) {
            rate.newest = in.getLong();
            for (int i = 0; i < KEPT; i++) {
                rate.counts[i] = in.getInt();
                if (rate.counts[i] < 0) {
                    throw new IllegalArgumentException("a count of " + rate.counts[i]);
                }
            }
        }
        return rate;
    }

    private static int place(long tile) {
        return (int) Math.floorMod(tile, (long) KEPT);
    }
}
