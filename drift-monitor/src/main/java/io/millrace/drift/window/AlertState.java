package io.millrace.drift.window;

import java.nio.ByteBuffer;

/**
 * What {@link AlertRule} remembers of one test of one feature between windows.
 *
 * @param raised whether the alert stands
 * @param sinceMillis start of the first drifted window of the present run or alert; 0 if there is neither
 * @param held drifted windows in this run or alert
 * @param calm calm windows in a row since the last drifted one; 0 unless raised
 * @param quietUntilMillis no window that starts by then raises it; {@link #NEVER} if any may
 */
public record AlertState(boolean raised, long sinceMillis, int held, int calm, long quietUntilMillis) {
    /** Nothing cools down. */
    public static final long NEVER = Long.MIN_VALUE;

    /** Nothing has drifted. */
    public static final AlertState QUIET = new AlertState(false, 0, 0, 0, NEVER);

    private static final byte WITHOUT_COOL_DOWN = 1;
    private static final byte VERSION = 2;
    private static final int BYTES = 2 + 2 * Long.BYTES + 2 * Integer.BYTES;

    /** Nothing cools down. */
    public AlertState(boolean raised, long sinceMillis, int held, int calm) {
        this(raised, sinceMillis, held, calm, NEVER);
    }

    AlertState until(long millis) {
        return new AlertState(raised, sinceMillis, held, calm, millis);
    }

    /** A version byte and the five fields. */
    public byte[] encode() {
        return ByteBuffer.allocate(BYTES)
                .put(VERSION)
                .put((byte) (raised ? 1 : 0))
                .putLong(sinceMillis)
                .putInt(held)
                .putInt(calm)
                .putLong(quietUntilMillis)
                .array();
    }

    /**
     * What was encoded, by this version or the one before, which knew no cool-down.
     *
     * @throws IllegalArgumentException if the bytes are none of ours, or of a version this code does not know
     */
    public static AlertState decode(byte[] bytes) {
        boolean ours = bytes.length == BYTES && bytes[0] == VERSION;
        boolean before = bytes.length == BYTES - Long.BYTES && bytes[0] == WITHOUT_COOL_DOWN;
        if (!ours && !before) {
            throw new IllegalArgumentException("not an alert state of version " + VERSION);
        }
        var in = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
        return new AlertState(
                in.get() == 1, in.getLong(), in.getInt(), in.getInt(), in.hasRemaining() ? in.getLong() : NEVER);
    }
}
