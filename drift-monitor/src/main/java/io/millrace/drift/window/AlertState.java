package io.millrace.drift.window;

import java.nio.ByteBuffer;

/**
 * What {@link AlertRule} remembers of one test of one feature between windows.
 *
 * @param raised whether the alert stands
 * @param sinceMillis start of the first drifted window of the present run or alert; 0 if there is neither
 * @param held drifted windows in this run or alert
 * @param calm calm windows in a row since the last drifted one; 0 unless raised
 */
public record AlertState(boolean raised, long sinceMillis, int held, int calm) {
    /** Nothing has drifted. */
    public static final AlertState QUIET = new AlertState(false, 0, 0, 0);

    private static final byte VERSION = 1;
    private static final int BYTES = 2 + Long.BYTES + 2 * Integer.BYTES;

    /** A version byte and the four fields. */
    public byte[] encode() {
        return ByteBuffer.allocate(BYTES)
                .put(VERSION)
                .put((byte) (raised ? 1 : 0))
                .putLong(sinceMillis)
                .putInt(held)
                .putInt(calm)
                .array();
    }

    /**
     * What was encoded.
     *
     * @throws IllegalArgumentException if the bytes are none of ours, or of a version this code does not know
     */
    public static AlertState decode(byte[] bytes) {
        if (bytes.length != BYTES || bytes[0] != VERSION) {
            throw new IllegalArgumentException("not an alert state of version " + VERSION);
        }
        var in = ByteBuffer.wrap(bytes, 1, BYTES - 1);
        return new AlertState(in.get() == 1, in.getLong(), in.getInt(), in.getInt());
    }
}
