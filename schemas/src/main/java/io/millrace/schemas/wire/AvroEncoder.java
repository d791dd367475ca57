package io.millrace.schemas.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;

/**
 * Writes records in Confluent's wire format under one registered schema. Takes generated records, whose timestamps are
 * {@link java.time.Instant}s, and generic ones, whose timestamps are milliseconds.
 *
 * <p>One per thread.
 */
public final class AvroEncoder {
    private final WireOutput out;
    private final SpecificDatumWriter<IndexedRecord> writer;

    /**
     * An encoder for one schema.
     *
     * @param schemaId the id under which {@code schema} is registered
     * @param schema of every record written
     */
    public AvroEncoder(int schemaId, Schema schema) {
        this.out = new WireOutput(schemaId);
        this.writer = new SpecificDatumWriter<>(schema, new SpecificData());
    }

    /**
     * Writes one record.
     *
     * @return the whole payload, header included
     * @throws IllegalArgumentException if the record does not fit the schema; the encoder stays usable
     */
    public byte[] encode(IndexedRecord record) {
        try {
            writer.write(record, out.begin());
            return out.end();
        } catch (AvroRuntimeException | ClassCastException | NullPointerException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException(
                    "record does not fit " + record.getSchema().getFullName() + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
