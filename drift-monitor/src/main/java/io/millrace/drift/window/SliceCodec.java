package io.millrace.drift.window;

import io.millrace.drift.profile.ReferenceProfile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Bytes of what has been counted in a window, in slices that are small enough to be messages: each is a window by itself that has counted a
 * part of the columns, so that they may be merged one by one. A version byte, the window's start, then parts ({@link WindowCodec}) with their
 * lengths. Safe for concurrent use.
 */
public final class SliceCodec {
    /** A slice that is longer ends with the column that made it so. */
    static final int LONG_ENOUGH = 256 * 1024;

    private static final byte VERSION = 1;
    private static final Part HEAD_OF_THE_WHOLE = new Part(Segment.WHOLE, Part.HEAD);

    private final WindowCodec windows;
    private final byte[] emptyHead;

    /**
     * A part of what has been counted in a window.
     *
     * @param startMillis of the window
     */
    public record Slice(long startMillis, WindowAccumulator rows) {}

    /**
     * For accumulators over one profile and one length of windows.
     *
     * @param length of what is counted together
     */
    public SliceCodec(ReferenceProfile profile, Duration length) {
        windows = new WindowCodec(profile, length);
        emptyHead = Objects.requireNonNull(
                windows.encode(WindowAccumulator.of(profile)).get(HEAD_OF_THE_WHOLE));
    }

    /** All that the accumulator has counted; at least one slice. */
    public List<byte[]> encode(long startMillis, WindowAccumulator window) {
        var slices = new ArrayList<byte[]>();
        Map<Part, byte[]> slice = new LinkedHashMap<>();
        int length = 0;
        for (var entry : windows.encode(window).entrySet()) {
            if (length > LONG_ENOUGH) {
                slices.add(encode(startMillis, slice));
                slice = begun(entry.getKey().segment());
                length = 0;
            }
            slice.put(entry.getKey(), entry.getValue());
            length += entry.getValue().length;
        }
        slices.add(encode(startMillis, slice));
        return slices;
    }

    /** Rows are counted with the heads, which come first: what follows has the columns of no rows. */
    private Map<Part, byte[]> begun(Segment segment) {
        var slice = new LinkedHashMap<Part, byte[]>();
        slice.put(HEAD_OF_THE_WHOLE, emptyHead);
        slice.put(new Part(segment, Part.HEAD), emptyHead);
        return slice;
    }

    private static byte[] encode(long startMillis, Map<Part, byte[]> parts) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeLong(startMillis);
            out.writeInt(parts.size());
            for (var entry : parts.entrySet()) {
                write(entry.getKey().encode(), out);
                write(entry.getValue(), out);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible); // memory does not fail to be written
        }
        return bytes.toByteArray();
    }

    private static void write(byte[] bytes, DataOutputStream out) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /**
     * What was encoded.
     *
     * @return empty if it was counted over another profile or length
     * @throws IllegalArgumentException if the bytes are none of ours, or of a version this code does not know
     */
    public Optional<Slice> decode(byte[] bytes) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            byte version = in.readByte();
            if (version != VERSION) {
                throw new IllegalArgumentException("counts of version " + version + ", this code knows " + VERSION);
            }
            long start = in.readLong();
            var parts = new LinkedHashMap<Part, byte[]>();
            for (int left = in.readInt(); left > 0; left--) {
                parts.put(Part.decode(read(in)), read(in));
            }
            if (start < 0 || in.available() > 0) {
                throw new IllegalArgumentException(
                        "no counts: a start of " + start + " ms, " + in.available() + " bytes too many");
            }
            return windows.decode(parts).map(rows -> new Slice(start, rows));
        } catch (IOException damaged) {
            throw new IllegalArgumentException("no counts", damaged);
        }
    }

    private static byte[] read(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IllegalArgumentException("no counts: " + length + " bytes where " + in.available() + " are left");
        }
        return in.readNBytes(length);
    }
}
