package io.millrace.schemas.wire;

import static java.util.Objects.requireNonNull;

import io.millrace.schemas.registry.RegistryUnavailableException;
import io.millrace.schemas.registry.SchemaRegistry;
import io.millrace.schemas.registry.UnknownSchemaException;
import io.millrace.schemas.wire.Decoded.Fault;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads payloads in Confluent's wire format as records of one schema, whatever compatible schema they were written with.
 *
 * <p>How a writer schema is read is worked out at the first payload that names it and kept, so reading a record parses and
 * compares no schema. An id the registry does not know is asked for again each time it is met.
 *
 * <p>One per thread.
 */
public final class AvroDecoder {
    private final SchemaRegistry registry;
    private final Schema reader;
    private final @Nullable NumberFields numbers;
    private final Map<Integer, Writer> writers = new HashMap<>();
    private final BoundedDecoder in = new BoundedDecoder();

    private int lastId;
    private @Nullable Writer lastWriter;

    /** What is known for good about the payloads of one schema id. */
    private sealed interface Writer {
        record Understood(Step step) implements Writer {}

        record Refused(Decoded.Malformed verdict) implements Writer {}
    }

    /**
     * A decoder to one schema.
     *
     * @param registry asked once per schema id
     * @param reader the schema of the records read: a record schema
     * @throws IllegalArgumentException if {@code reader} is no record schema
     */
    public AvroDecoder(SchemaRegistry registry, Schema reader) {
        this(registry, reader, null);
    }

    /**
     * A decoder whose records are {@link NumberRecord}s.
     *
     * @param numbers fields of {@code reader} that are read as doubles: numbers, booleans, or unions of one of these with null
     */
    public static AvroDecoder ofNumbers(SchemaRegistry registry, Schema reader, NumberFields numbers) {
        return new AvroDecoder(registry, reader, numbers);
    }

    private AvroDecoder(SchemaRegistry registry, Schema reader, @Nullable NumberFields numbers) {
        if (reader.getType() != Schema.Type.RECORD) {
            throw new IllegalArgumentException("not a record schema: " + reader);
        }
        this.registry = registry;
        this.reader = reader;
        this.numbers = numbers;
    }

    /**
     * Reads one payload, all of it.
     *
     * @return the record, or what is wrong with the payload; never throws for bytes of any kind
     * @throws RegistryUnavailableException if the registry had to be asked for the schema and could not be: the same
     *     payload may be readable later
     */
    public Decoded decode(byte @Nullable [] payload) {
        if (payload == null) {
            return new Decoded.Malformed(Fault.NULL_VALUE, "no value");
        }
        if (payload.length < WireFormat.HEADER_BYTES) {
            return malformed(payload.length + " bytes, of which the header alone takes " + WireFormat.HEADER_BYTES);
        }
        if (payload[0] != WireFormat.MAGIC) {
            return malformed("byte 0: " + payload[0] + " where Confluent's wire format has " + WireFormat.MAGIC);
        }
        try {
            return decode(writer(ByteBuffer.wrap(payload).getInt(1)), payload);
        } catch (UnknownSchemaException e) {
            return new Decoded.Malformed(Fault.UNKNOWN_SCHEMA, String.valueOf(e.getMessage()));
        }
    }

    private Decoded decode(Writer writer, byte[] payload) {
        if (writer instanceof Writer.Refused refused) {
            return refused.verdict();
        }
        try {
            in.reset(payload, WireFormat.HEADER_BYTES);
            // a record, and not null, because the reader schema is a record's
            var record = (GenericRecord)
                    requireNonNull(((Writer.Understood) writer).step().read(in));
            if (in.remaining() > 0) {
                return malformed(in.remaining() + " bytes follow the record");
            }
            return new Decoded.Value(record);
        } catch (MalformedPayloadException e) {
            return malformed(String.valueOf(e.getMessage()));
        } catch (UnresolvableSchemaException e) {
            return new Decoded.Malformed(Fault.INCOMPATIBLE_SCHEMA, String.valueOf(e.getMessage()));
        }
    }

    private Writer writer(int id) throws UnknownSchemaException {
        // nearly every record has the id of the one before: no map, no boxing
        var known = id == lastId ? lastWriter : writers.get(id);
        if (known == null) {
            known = resolve(id);
            writers.put(id, known);
        }
        lastId = id;
        lastWriter = known;
        return known;
    }

    private Writer resolve(int id) throws UnknownSchemaException {
        var schema = registry.byId(id);
        try {
            return new Writer.Understood(
                    numbers == null ? Resolution.of(schema, reader) : Resolution.of(schema, reader, numbers));
        } catch (UnresolvableSchemaException e) {
            return new Writer.Refused(
                    new Decoded.Malformed(Fault.INCOMPATIBLE_SCHEMA, "schema id " + id + ": " + e.getMessage()));
        }
    }

    private static Decoded malformed(String detail) {
        return new Decoded.Malformed(Fault.MALFORMED, detail);
    }
}
