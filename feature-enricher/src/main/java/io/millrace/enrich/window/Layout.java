package io.millrace.enrich.window;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32C;

/** What is kept per key of one entity, and for how long. Immutable. */
public final class Layout {
    /** First byte of every head and node. */
    public static final int VERSION = 1;

    private static final int ONE_BYTE = 0xFF;

    private final List<Column> columns;
    private final long retentionMillis;
    private final int keptEntries;
    private final boolean keepsPast;
    private final long tileMillis;
    private final int[] masks;
    private final boolean sketches;
    private final int[] firstLongs;
    private final int[] firstDoubles;
    private final int longsPerSummary;
    private final int doublesPerSummary;
    private final int fingerprint;

    /**
     * Every event is kept as long as a window can reach it.
     *
     * @param columns distinct values of an entry; may be empty, counts need none
     * @param retentionMillis entries this much before the time that is settled, or more, are in no window of time: the widest
     *     window's span plus the lateness; positive
     */
    public Layout(List<Column> columns, long retentionMillis) {
        this(columns, retentionMillis, 0, false, 0);
    }

    private Layout(List<Column> columns, long retentionMillis, int keptEntries, boolean keepsPast, long tileMillis) {
        if (retentionMillis <= 0) {
            throw new IllegalArgumentException("retention must be positive, was " + retentionMillis + " ms");
        }
        if (keptEntries < 0 || tileMillis < 0) {
            throw new IllegalArgumentException(keptEntries + " kept entries, tiles of " + tileMillis + " ms");
        }
        this.columns = List.copyOf(columns);
        this.retentionMillis = retentionMillis;
        this.keptEntries = keptEntries;
        this.keepsPast = keepsPast;
        this.tileMillis = tileMillis;
        this.masks = columns.stream().mapToInt(Column::mask).toArray();
        this.sketches = columns.stream().anyMatch(column -> column.mask() >= Statistic.DISTINCT.bit());
        this.firstLongs = Summary.firstLongs(masks);
        this.longsPerSummary = Summary.longs(masks);
        this.firstDoubles = Summary.firstDoubles(masks);
        this.doublesPerSummary = Summary.doubles(masks);
        this.fingerprint = checksum();
    }

    /** The same, but this many of the latest entries before the retention are kept, however old. */
    public Layout keeping(int latestEntries) {
        return new Layout(columns, retentionMillis, latestEntries, keepsPast, tileMillis);
    }

    /** The same, but what leaves is summed up for good. */
    public Layout withPast() {
        return new Layout(columns, retentionMillis, keptEntries, true, tileMillis);
    }

    /** The same, but events are summed up by stretches of event time as they come, and not kept themselves. */
    public Layout inTiles(long lengthMillis) {
        return new Layout(columns, retentionMillis, keptEntries, keepsPast, lengthMillis);
    }

    public List<Column> columns() {
        return columns;
    }

    public long retentionMillis() {
        return retentionMillis;
    }

    int keptEntries() {
        return keptEntries;
    }

    boolean keepsPast() {
        return keepsPast;
    }

    boolean tiled() {
        return tileMillis > 0;
    }

    long tileMillis() {
        return tileMillis;
    }

    /** Whether any column keeps a sketch. */
    boolean sketches() {
        return sketches;
    }

    Leaf newLeaf() {
        return tiled() ? new Tiles(this) : new Entries(width());
    }

    /** State written for other columns, in other tiles, or without the past is recognised by it. */
    int fingerprint() {
        return fingerprint;
    }

    int width() {
        return masks.length;
    }

    int mask(int column) {
        return masks[column];
    }

    boolean keeps(int column, Statistic statistic) {
        return (masks[column] & statistic.bit()) != 0;
    }

    /** Whole numbers in a {@link Summary}. */
    int longsPerSummary() {
        return longsPerSummary;
    }

    int doublesPerSummary() {
        return doublesPerSummary;
    }

    /** Where a column's whole numbers begin among those of a summary. */
    int firstLong(int column) {
        return firstLongs[column];
    }

    int firstDouble(int column) {
        return firstDoubles[column];
    }

    private int checksum() {
        var checksum = new CRC32C();
        for (Column column : columns) {
            checksum.update(column.expression().getBytes(StandardCharsets.UTF_8));
            checksum.update(0);
            checksum.update(column.mask());
            if (column.mask() > ONE_BYTE) {
                checksum.update(column.mask() >>> Byte.SIZE);
            }
            if (column.halfLifeMillis() > 0) {
                update(checksum, column.halfLifeMillis());
            }
        }
        if (keepsPast) {
            checksum.update(1);
        }
        if (tiled()) {
            update(checksum, tileMillis);
        }
        return (int) checksum.getValue();
    }

    private static void update(CRC32C checksum, long value) {
        checksum.update(ByteBuffer.allocate(Long.BYTES).putLong(0, value));
    }
}
