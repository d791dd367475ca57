package io.millrace.drift.retraining;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@link RetrainingRule} remembers between alerts.
 *
 * @param standing alerts that stand, in the order in which they were raised
 * @param requestedMillis event time of the latest request; {@link #NEVER} if there was none
 */
public record RetrainingState(List<StandingAlert> standing, long requestedMillis) {
    /** Before any request. */
    public static final long NEVER = Long.MIN_VALUE;

    /** Nothing stands, and nothing was asked for. */
    public static final RetrainingState QUIET = new RetrainingState(List.of(), NEVER);

    private static final byte VERSION = 1;

    public RetrainingState {
        standing = List.copyOf(standing);
    }

    /** The same with this alert as the latest, in place of one about the same. */
    public RetrainingState with(StandingAlert alert) {
        var others = new ArrayList<>(without(alert.feature(), alert.test()).standing);
        others.add(alert);
        return new RetrainingState(others, requestedMillis);
    }

    /** The same without an alert. */
    public RetrainingState without(String feature, String test) {
        return new RetrainingState(
                standing.stream().filter(alert -> !alert.isAbout(feature, test)).toList(), requestedMillis);
    }

    /**
     * The same after a request.
     *
     * @param millis end of the window that asked
     */
    public RetrainingState requested(long millis) {
        return new RetrainingState(standing, millis);
    }

    /** A version byte, the time, and the alerts. */
    public byte[] encode() {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeLong(requestedMillis);
            out.writeInt(standing.size());
            for (var alert : standing) {
                out.writeUTF(alert.feature());
                out.writeUTF(alert.test());
                out.writeDouble(alert.value());
                out.writeDouble(alert.threshold());
                out.writeLong(alert.sinceMillis());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * What was encoded.
     *
     * @throws IllegalArgumentException if the bytes are none of ours, or of a version this code does not know
     */
    public static RetrainingState decode(byte[] bytes) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readByte() != VERSION) {
                throw new IllegalArgumentException("not a retraining state of version " + VERSION);
            }
            long requested = in.readLong();
            int count = in.readInt();
            var standing = new ArrayList<StandingAlert>();
            for (int i = 0; i < count; i++) {
                standing.add(
                        new StandingAlert(in.readUTF(), in.readUTF(), in.readDouble(), in.readDouble(), in.readLong()));
            }
            if (in.read() >= 0) {
                throw new IllegalArgumentException("a retraining state with something after it");
            }
            return new RetrainingState(standing, requested);
        } catch (IOException e) {
            throw new IllegalArgumentException("a retraining state that breaks off", e);
        }
    }
}
