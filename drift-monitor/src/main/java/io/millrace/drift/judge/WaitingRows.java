package io.millrace.drift.judge;

import io.millrace.drift.bytes.Counts;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Pairs rows that only one side scored, one to one in the order they come: a row waits for one of the other side. Only the
 * newest {@link #MOST} wait, of one side at a time, so that what is compared happened at about the same time.
 */
final class WaitingRows {
    static final int MOST = 16;

    /** Whether a call was slow, where that can be said. */
    enum Speed {
        UNKNOWN,
        IN_TIME,
        SLOW
    }

    /**
     * What is compared of a row.
     *
     * @param score not finite for no usable score
     */
    record Row(double score, Speed speed) {}

    private final Deque<Row> rows = new ArrayDeque<>(MOST);
    private boolean champions;

    /**
     * Takes a row.
     *
     * @return the row of the other side it is paired with, or null if it waits
     */
    @Nullable
    Row partnerOf(Row row, boolean champion) {
        if (!rows.isEmpty() && champions != champion) {
            return rows.pollFirst();
        }
        champions = champion;
        if (rows.size() == MOST) {
            rows.removeFirst();
        }
        rows.addLast(row);
        return null;
    }

    /** Speeds were told by a limit that is no more. */
    void forgetSpeeds() {
        for (int i = rows.size(); i > 0; i--) {
            rows.addLast(new Row(rows.removeFirst().score(), Speed.UNKNOWN));
        }
    }

    /** Whether those waiting are the champion's. */
    boolean champions() {
        return champions;
    }

    /** Those waiting, the longest first. */
    Iterable<Row> rows() {
        return rows;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeBoolean(champions);
        Counts.write(out, rows.size());
        for (var row : rows) {
            out.writeDouble(row.score());
            out.writeByte(codeOf(row.speed()));
        }
    }

    void read(DataInputStream in) throws IOException {
        champions = in.readBoolean();
        long size = Counts.read(in);
        if (size > MOST) {
            throw new IllegalArgumentException(size + " rows wait");
        }
        for (int i = 0; i < size; i++) {
            double score = in.readDouble();
            rows.addLast(new Row(score, speedOf(in.readByte())));
        }
    }

    private static byte codeOf(Speed speed) {
        return switch (speed) {
            case UNKNOWN -> 0;
            case IN_TIME -> 1;
            case SLOW -> 2;
        };
    }

    private static Speed speedOf(byte code) {
        return switch (code) {
            case 0 -> Speed.UNKNOWN;
            case 1 -> Speed.IN_TIME;
            case 2 -> Speed.SLOW;
            default -> throw new IllegalArgumentException("unknown speed: " + code);
        };
    }
}
