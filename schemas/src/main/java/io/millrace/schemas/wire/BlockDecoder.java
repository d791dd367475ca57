package io.millrace.schemas.wire;

import static java.util.Objects.requireNonNull;

import io.millrace.schemas.wire.Decoded.Fault;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;

/**
 * Reads records that follow one another without anything between them, as in a block of an Avro container file, just as {@link
 * AvroDecoder} reads single ones. The name of the record does not matter: files are named by whatever program wrote them.
 *
 * <p>One per thread.
 */
public final class BlockDecoder {
    private final Step record;
    private final Step skip;
    private final BoundedDecoder in = new BoundedDecoder();
    private byte[] block = {};

    /**
     * A decoder from one schema to another.
     *
     * @param writer a record schema
     * @param reader the schema of the records read: a record schema
     * @throws IllegalArgumentException if no record written with {@code writer} could be read
     */
    public BlockDecoder(Schema writer, Schema reader) {
        try {
            this.record = Resolution.whateverTheName(writer, reader);
            this.skip = new SkipCompiler().compile(writer);
        } catch (UnresolvableSchemaException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Goes on with another block, which is not copied. */
    public void reset(byte[] block) {
        this.block = block;
        in.reset(block, 0);
    }

    /**
     * Reads the next record.
     *
     * @return {@link Fault#INCOMPATIBLE_SCHEMA} if this record has no counterpart in the schema wanted: the one after it can be
     *     read; {@link Fault#MALFORMED} if the bytes are not what their schema says: nothing more of the block can be
     */
    public Decoded next() {
        int start = block.length - in.remaining();
        try {
            return new Decoded.Value((GenericRecord) requireNonNull(record.read(in)));
        } catch (MalformedPayloadException e) {
            return malformed(e);
        } catch (UnresolvableSchemaException unresolvable) {
            in.reset(block, start);
            try {
                skip.read(in);
            } catch (MalformedPayloadException e) {
                return malformed(e);
            }
            return new Decoded.Malformed(Fault.INCOMPATIBLE_SCHEMA, String.valueOf(unresolvable.getMessage()));
        }
    }

    private static Decoded malformed(MalformedPayloadException e) {
        return new Decoded.Malformed(Fault.MALFORMED, String.valueOf(e.getMessage()));
    }
}
