package io.millrace.enrich.window;

import io.millrace.sketch.codec.ByteReader;
import io.millrace.sketch.codec.ByteWriter;
import org.jspecify.annotations.Nullable;

/** A node that never changes again. */
sealed interface Node {

    /** Level 0. */
    record OfLeaf(Leaf leaf) implements Node {}

    /**
     * A higher level.
     *
     * @param children summaries of up to sixteen nodes of the level below; those that had expired when it was written are not
     *     among them
     * @param digest of all entries below, null where no column keeps a sketch
     */
    record Inner(Level children, @Nullable Digest digest) implements Node {}

    /** The form in a store. */
    default byte[] write(ByteWriter out) {
        out.clear().writeByte(Layout.VERSION);
        if (this instanceof OfLeaf at) {
            long latest = at.leaf.maxTime();
            at.leaf.write(out.writeSigned(latest), latest);
        } else if (this instanceof Inner at) {
            long latest = at.children.maxTime();
            at.children.write(out.writeSigned(latest), latest);
            if (at.digest != null) {
                at.digest.write(out);
            }
        }
        return out.toBytes();
    }

    /** What {@code write} wrote. */
    static Node read(byte[] bytes, int level, Layout layout) {
        var in = new ByteReader(bytes);
        IncompatibleStateException.requireVersion(in.readByte());
        long latest = in.readSigned();
        if (level == 0) {
            Leaf leaf = layout.newLeaf();
            leaf.read(in, latest);
            return new OfLeaf(leaf);
        }
        var children = new Level(layout);
        children.read(in, latest);
        Digest digest = layout.sketches() ? new Digest(layout) : null;
        if (digest != null) {
            digest.read(in);
        }
        return new Inner(children, digest);
    }
}
