package io.millrace.enrich.window;

import io.millrace.enrich.codec.ByteReader;
import io.millrace.enrich.codec.ByteWriter;
import org.jspecify.annotations.Nullable;

/**
 * A node that never changes again: sixteen entries (level 0), or the summaries of up to sixteen nodes of the level below.
 *
 * @param entries of a leaf, null for an inner node
 * @param children of an inner node, null for a leaf; those that had expired when it was written are not among them
 */
record Node(@Nullable Entries entries, @Nullable Level children) {

    /** @param latest at or after every time in {@code entries} */
    static byte[] leaf(ByteWriter out, Entries entries, long latest) {
        out.clear().writeByte(Layout.VERSION).writeSigned(latest);
        entries.write(out, latest);
        return out.toBytes();
    }

    static byte[] inner(ByteWriter out, Level children) {
        long latest = children.maxTime();
        out.clear().writeByte(Layout.VERSION).writeSigned(latest);
        children.write(out, latest);
        return out.toBytes();
    }

    static Node read(byte[] bytes, int level, Layout layout) {
        var in = new ByteReader(bytes);
        IncompatibleStateException.requireVersion(in.readByte());
        long latest = in.readSigned();
        if (level == 0) {
            var entries = new Entries(layout.width());
            entries.read(in, latest);
            return new Node(entries, null);
        }
        var children = new Level(layout);
        children.read(in, latest);
        return new Node(null, children);
    }
}
