package io.millrace.schemas.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.jspecify.annotations.Nullable;

/**
 * Writes records in Confluent's wire format under one registered schema. Takes generated records, whose timestamps are
 * {@link java.time.Instant}s, and generic ones, whose timestamps are milliseconds.
 *
 * <p>One per thread.
 */
public final class AvroEncoder {
    private final byte[] header;
    private final SpecificDatumWriter<IndexedRecord> writer;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    private @Nullable BinaryEncoder encoder;

    /**
     * An encoder for one schema.
     *
     * @param schemaId the id under which {@code schema} is registered
     * @param schema of every record written
     */
    public AvroEncoder(int schemaId, Schema schema) {
        this.header = ByteBuffer.allocate(WireFormat.HEADER_BYTES)
                .put(WireFormat.MAGIC)
                .putInt(schemaId)
                .array();
        this.writer = new SpecificDatumWriter<>(schema, new SpecificData());
    }

    /**
     * Writes one record.
     *
     * @return the whole payload, header included
     * @throws IllegalArgumentException if the record does not fit the schema; the encoder stays usable
     */
    public byte[] encode(IndexedRecord record) {
        // before the reset, because it flushes what a record that did not fit has left in its buffer
        encoder = EncoderFactory.get().binaryEncoder(out, encoder);
        out.reset();
        out.writeBytes(header);
        try {
            writer.write(record, encoder);
            encoder.flush();
        } catch (AvroRuntimeException | ClassCastException | NullPointerException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException(
                    "record does not fit " + record.getSchema().getFullName() + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
