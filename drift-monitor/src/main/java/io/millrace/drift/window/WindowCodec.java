package io.millrace.drift.window;

import io.millrace.drift.profile.FeatureProfile;
import io.millrace.drift.profile.ReferenceProfile;
import io.millrace.drift.sketch.Moments;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Bytes of a {@link WindowAccumulator}: a version byte, four bytes that say over which bins and window length it counted,
 * then the counts as variable-length numbers. About 30 bytes a feature, plus one or two per bin.
 *
 * <p>Bytes that were written over another profile or window length cannot be merged with ours; they decode to nothing.
 * Safe for concurrent use.
 */
public final class WindowCodec {
    private static final byte VERSION = 1;

    private static final byte NO_VERSION = 0;
    private static final byte ONE_VERSION = 1;
    private static final byte SEVERAL_VERSIONS = 2;

    private final ReferenceProfile profile;
    private final int layout;

    /**
     * For accumulators over one profile and one length of windows.
     *
     * @param window length of the windows
     */
    public WindowCodec(ReferenceProfile profile, Duration window) {
        this.profile = profile;
        this.layout = layout(profile, window);
    }

    private static int layout(ReferenceProfile profile, Duration window) {
        var text = new StringBuilder().append(window.toMillis());
        for (var column : profile.columns()) {
            text.append('|').append(column.name()).append(column.bins());
        }
        var checksum = new CRC32();
        checksum.update(text.toString().getBytes(StandardCharsets.UTF_8));
        return (int) checksum.getValue();
    }

    /** The bytes of an accumulator over this codec's profile. */
    public byte[] encode(WindowAccumulator window) {
        var bytes = new ByteArrayOutputStream(64 * window.columns().size());
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeInt(layout);
            writeCount(out, window.rows());
            out.writeLong(window.earliestMillis());
            out.writeLong(window.latestMillis());
            write(out, window.versions());
            for (var column : window.columns()) {
                write(out, column);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible); // memory does not fail to be written
        }
        return bytes.toByteArray();
    }

    /**
     * What was encoded.
     *
     * @return empty if it was counted over another profile or window length
     * @throws IllegalArgumentException if the bytes are none of ours, or of a version this code does not know
     */
    public Optional<WindowAccumulator> decode(byte[] bytes) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            byte version = in.readByte();
            if (version != VERSION) {
                throw new IllegalArgumentException("window of version " + version + ", this code knows " + VERSION);
            }
            if (in.readInt() != layout) {
                return Optional.empty();
            }
            long rows = readCount(in);
            long earliest = in.readLong();
            long latest = in.readLong();
            var versions = readVersions(in);
            var columns = new ArrayList<ColumnSummary>();
            for (var column : profile.columns()) {
                columns.add(readColumn(in, column));
            }
            return Optional.of(WindowAccumulator.restored(columns, rows, earliest, latest, versions));
        } catch (IOException truncated) {
            throw new IllegalArgumentException("window ends early, after " + bytes.length + " bytes", truncated);
        }
    }

    private static void write(DataOutputStream out, ModelVersions versions) throws IOException {
        String only = versions.only();
        if (only != null) {
            out.writeByte(ONE_VERSION);
            out.writeUTF(only);
        } else {
            out.writeByte(versions.several() ? SEVERAL_VERSIONS : NO_VERSION);
        }
    }

    private static ModelVersions readVersions(DataInputStream in) throws IOException {
        byte kind = in.readByte();
        return switch (kind) {
            case NO_VERSION -> ModelVersions.NONE;
            case ONE_VERSION -> ModelVersions.of(in.readUTF());
            case SEVERAL_VERSIONS -> ModelVersions.SEVERAL;
            default -> throw new IllegalArgumentException("unknown kind of model versions: " + kind);
        };
    }

    private static void write(DataOutputStream out, ColumnSummary column) throws IOException {
        writeCount(out, column.missing());
        writeCount(out, column.moments().count());
        out.writeDouble(column.moments().mean());
        out.writeDouble(column.moments().squares());
        for (long count : column.counts()) {
            writeCount(out, count);
        }
    }

    private static ColumnSummary readColumn(DataInputStream in, FeatureProfile profile) throws IOException {
        long missing = readCount(in);
        var moments = new Moments(readCount(in), in.readDouble(), in.readDouble());
        long[] counts = new long[profile.bins().size()];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = readCount(in);
        }
        return new ColumnSummary(profile.bins(), missing, moments, counts);
    }

    /** Seven bits a byte, lowest first, the highest bit says that more follow. */
    private static void writeCount(DataOutputStream out, long count) throws IOException {
        long rest = count;
        while (rest > 0x7f) {
            out.writeByte((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.writeByte((int) rest);
    }

    private static long readCount(DataInputStream in) throws IOException {
        long count = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = in.readByte();
            count |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return count;
            }
        }
        throw new IllegalArgumentException("a count of more than 64 bits");
    }
}
