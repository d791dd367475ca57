package io.millrace.drift.window;

import io.millrace.sketch.Bits;

/**
 * Which rows are counted. Each is drawn by a hash of where its event was read, so it is the same one after a restart, and rows that come
 * in turns are not met in step. Safe for concurrent use.
 *
 * @param share of all rows, within what chance allows; in (0, 1]
 */
public record RowSample(double share) {
    /** Every row. */
    public static final RowSample ALL = new RowSample(1);

    private static final int SPARE_BITS = Long.SIZE - 53;
    private static final double PLACES = 0x1p53;

    public RowSample {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("a sample has a share above 0 and up to 1, not " + share);
        }
    }

    /**
     * Whether a row is drawn.
     *
     * @param partition of its event
     * @param offset of its event
     */
    public boolean takes(int partition, long offset) {
        return (Bits.mixed(Bits.mixed(partition) + offset) >>> SPARE_BITS) < share * PLACES;
    }
}
