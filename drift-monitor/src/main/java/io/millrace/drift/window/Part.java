package io.millrace.drift.window;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What is stored and sent of a window by itself, so that no message grows with the number of features: of a segment one column, or what
 * there is to say of all of them.
 *
 * @param column from 1, the profile's numbers before its texts; 0 for what is said of all of them
 */
public record Part(Segment segment, int column) {
    /** Which part of a segment is about all of its columns. */
    public static final int HEAD = 0;

    /** Its bytes: what it is split by, the value, and the column. */
    public byte[] encode() {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeUTF(segment.by());
            out.writeBoolean(segment.rest());
            out.writeUTF(segment.value());
            out.writeShort(column);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible); // memory does not fail to be written
        }
        return bytes.toByteArray();
    }

    /**
     * What was encoded.
     *
     * @throws IllegalArgumentException if the bytes are none of ours
     */
    public static Part decode(byte[] bytes) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            var segment = new Segment(in.readUTF(), in.readBoolean(), in.readUTF());
            return new Part(segment, in.readUnsignedShort());
        } catch (IOException damaged) {
            throw new IllegalArgumentException("no part of a window", damaged);
        }
    }
}
