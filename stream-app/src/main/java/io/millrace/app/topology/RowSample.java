package io.millrace.app.topology;

import io.millrace.app.rollout.Share;
import io.millrace.app.rollout.Slots;
import io.millrace.enrich.event.Origin;
import io.millrace.sketch.Bits;

/**
 * Which rows the monitor is told of. Each is drawn by a hash of where its event was read, so it is the same one after a restart, and rows
 * that come in turns are not met in step. Safe for concurrent use.
 *
 * @param share of all rows, within what chance allows
 */
public record RowSample(Share share) {
    /** Every row. */
    public static final RowSample ALL = new RowSample(Share.WHOLE);

    boolean takes(Origin event) {
        return takes(event.partition(), event.offset());
    }

    /**
     * Whether a row is drawn.
     *
     * @param partition of its event
     * @param offset of its event
     */
    public boolean takes(int partition, long offset) {
        return Long.remainderUnsigned(Bits.mixed(Bits.mixed(partition) + offset), Slots.ALL) < share.slots();
    }
}
