package io.millrace.drift.topology;

import io.millrace.drift.retraining.RetrainingState;
import io.millrace.drift.topology.PartitionReport.Counted;
import io.millrace.drift.topology.PartitionReport.Reached;
import io.millrace.drift.window.AlertState;
import io.millrace.drift.window.Progress;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of what the monitor keeps and of what its parts tell each other: a version byte, then fixed fields, big-endian. The
 * serdes are safe for concurrent use and throw IllegalArgumentException for bytes they did not write.
 */
final class MonitorSerdes {
    private static final byte VERSION = 1;
    private static final byte REPORT_VERSION = 2;
    private static final byte COUNTED = 0;
    private static final byte REACHED = 1;
    private static final long NO_WATERMARK = Long.MIN_VALUE;
    private static final int PROGRESS_BYTES = Long.BYTES + 1;

    static final Serde<PartitionReport> REPORT = serde(MonitorSerdes::encode, MonitorSerdes::report);
    static final Serde<Progress> PROGRESS = serde(MonitorSerdes::encode, MonitorSerdes::progress);
    static final Serde<ClosedWindows> CLOSED_WINDOWS = serde(MonitorSerdes::encode, MonitorSerdes::closedWindows);
    static final Serde<AlertState> ALERT_STATE = serde(AlertState::encode, AlertState::decode);
    static final Serde<RetrainingState> RETRAINING_STATE = serde(RetrainingState::encode, RetrainingState::decode);

    private MonitorSerdes() {}

    /** Null is a deleted entry, on the way in and out. */
    private static <T> Serde<T> serde(Function<T, byte[]> encode, Function<byte[], T> decode) {
        return Serdes.serdeFrom((topic, value) -> orNull(encode, value), (topic, bytes) -> orNull(decode, bytes));
    }

    private static <F, T> @Nullable T orNull(Function<F, T> change, @Nullable F from) {
        return from == null ? null : change.apply(from);
    }

    private static byte[] encode(PartitionReport report) {
        return report instanceof Counted counted ? encode(counted) : encode((Reached) report);
    }

    private static byte[] encode(Counted counted) {
        byte[] part = counted.part().get();
        byte[] rows = counted.rows().get();
        return ByteBuffer.allocate(2 + 2 * Integer.BYTES + 3 * Long.BYTES + part.length + rows.length)
                .put(REPORT_VERSION)
                .put(COUNTED)
                .putInt(counted.partition())
                .putLong(counted.windowStartMillis())
                .putLong(counted.added())
                .putLong(counted.earliestMillis())
                .putInt(part.length)
                .put(part)
                .put(rows)
                .array();
    }

    private static byte[] encode(Reached reached) {
        var out = ByteBuffer.allocate(2 + Integer.BYTES + PROGRESS_BYTES)
                .put(REPORT_VERSION)
                .put(REACHED)
                .putInt(reached.partition());
        return put(reached.progress(), out).array();
    }

    private static PartitionReport report(byte[] bytes) {
        var in = versioned(REPORT_VERSION, bytes);
        byte kind = in.get();
        return switch (kind) {
            case COUNTED ->
                new Counted(
                        in.getInt(),
                        in.getLong(),
                        in.getLong(),
                        in.getLong(),
                        next(in, in.getInt()),
                        next(in, in.remaining()));
            case REACHED -> new Reached(in.getInt(), progress(in));
            default -> throw new IllegalArgumentException("unknown kind of report: " + kind);
        };
    }

    private static byte[] encode(Progress progress) {
        return put(progress, ByteBuffer.allocate(1 + PROGRESS_BYTES).put(VERSION))
                .array();
    }

    private static Progress progress(byte[] bytes) {
        return progress(versioned(VERSION, bytes));
    }

    private static ByteBuffer put(Progress progress, ByteBuffer out) {
        return out.putLong(progress.watermark().orElse(NO_WATERMARK)).put((byte) (progress.idle() ? 1 : 0));
    }

    private static Progress progress(ByteBuffer in) {
        long watermark = in.getLong();
        return new Progress(
                watermark == NO_WATERMARK ? OptionalLong.empty() : OptionalLong.of(watermark), in.get() == 1);
    }

    private static byte[] encode(ClosedWindows closed) {
        return ByteBuffer.allocate(1 + 3 * Long.BYTES)
                .put(VERSION)
                .putLong(closed.firstReportMillis())
                .putLong(closed.firstEventMillis())
                .putLong(closed.untilMillis())
                .array();
    }

    private static ClosedWindows closedWindows(byte[] bytes) {
        var in = versioned(VERSION, bytes);
        return new ClosedWindows(in.getLong(), in.getLong(), in.getLong());
    }

    private static ByteBuffer versioned(byte version, byte[] bytes) {
        if (bytes.length == 0 || bytes[0] != version) {
            throw new IllegalArgumentException("not bytes of version " + version);
        }
        return ByteBuffer.wrap(bytes, 1, bytes.length - 1);
    }

    private static Bytes next(ByteBuffer in, int length) {
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException("a part of " + length + " bytes, there are " + in.remaining());
        }
        byte[] next = new byte[length];
        in.get(next);
        return Bytes.wrap(next);
    }
}
