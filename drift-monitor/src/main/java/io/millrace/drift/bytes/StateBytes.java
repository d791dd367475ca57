package io.millrace.drift.bytes;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** The frame around kept state: a version byte, four bytes that say by which settings it came about, then the state. */
public final class StateBytes {
    private StateBytes() {}

    /** Writes a state. */
    @FunctionalInterface
    public interface Writer {
        void write(DataOutputStream out) throws IOException;
    }

    /** Reads a state. */
    @FunctionalInterface
    public interface Reader {
        void read(DataInputStream in) throws IOException;
    }

    /** Four bytes that differ, almost surely, for different settings. */
    public static int layout(String... settings) {
        var checksum = new CRC32();
        checksum.update(String.join("|", settings).getBytes(StandardCharsets.UTF_8));
        return (int) checksum.getValue();
    }

    public static byte[] encode(byte version, int layout, Writer state) {
        var bytes = new ByteArrayOutputStream(512);
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(version);
            out.writeInt(layout);
            state.write(out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible); // memory does not fail to be written
        }
        return bytes.toByteArray();
    }

    /**
     * Reads a state, if it came about by these settings.
     *
     * @return whether it did
     * @throws IllegalArgumentException if the bytes are none of ours, or of another version
     */
    public static boolean decode(byte version, int layout, byte[] bytes, Reader state) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            byte found = in.readByte();
            if (found != version) {
                throw new IllegalArgumentException("state of version " + found + ", this code knows " + version);
            }
            if (in.readInt() != layout) {
                return false;
            }
            state.read(in);
            if (in.available() > 0) {
                throw new IllegalArgumentException(in.available() + " bytes too many");
            }
            return true;
        } catch (IOException truncated) {
            throw new IllegalArgumentException("state ends early, after " + bytes.length + " bytes", truncated);
        }
    }
}
