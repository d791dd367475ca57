package io.millrace.enrich.window;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32C;

/** What is kept per key of one entity, and for how long. Immutable. */
public final class Layout {
    /** First byte of every head and node. */
    public static final int VERSION = 1;

    private final List<Column> columns;
    private final long retentionMillis;
    private final int[] masks;
    private final int fingerprint;

    /**
     * @param columns distinct values of an entry; may be empty, counts need none
     * @param retentionMillis entries this much older than the newest of their key, or more, are never asked for: the widest
     *     window's span plus the lateness; positive
     */
    public Layout(List<Column> columns, long retentionMillis) {
        if (retentionMillis <= 0) {
            throw new IllegalArgumentException("retention must be positive, was " + retentionMillis + " ms");
        }
        this.columns = List.copyOf(columns);
        this.retentionMillis = retentionMillis;
        this.masks = columns.stream().mapToInt(Column::mask).toArray();
        this.fingerprint = fingerprintOf(this.columns);
    }

    public List<Column> columns() {
        return columns;
    }

    public long retentionMillis() {
        return retentionMillis;
    }

    /** CRC-32C over the columns' expressions and statistics: state written for other columns is recognised by it. */
    public int fingerprint() {
        return fingerprint;
    }

    int width() {
        return masks.length;
    }

    boolean keeps(int column, Statistic statistic) {
        return (masks[column] & statistic.bit()) != 0;
    }

    private static int fingerprintOf(List<Column> columns) {
        var checksum = new CRC32C();
        for (Column column : columns) {
            checksum.update(column.expression().getBytes(StandardCharsets.UTF_8));
            checksum.update(0);
            checksum.update(column.mask());
        }
        return (int) checksum.getValue();
    }
}
