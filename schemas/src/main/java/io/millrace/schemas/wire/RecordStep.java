package io.millrace.schemas.wire;

import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericContainer;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericEnumSymbol;
import org.jspecify.annotations.Nullable;

/** Reads one record. Its parts are set after construction, because they may contain the record itself. */
final class RecordStep implements Step {
    /** One field that the writer does not have. */
    record Default(int target, Schema schema, @Nullable Object value) {
        /** The value, which records may share only if nobody can change it. */
        @Nullable
        Object get() {
            boolean changeable = value instanceof ByteBuffer
                    || value instanceof Map
                    || (value instanceof GenericContainer && !(value instanceof GenericEnumSymbol));
            return changeable ? Resolution.DATA.deepCopy(schema, value) : value;
        }
    }

    private final Schema schema;

    /** One per written field. */
    Step[] fields = {};

    /** Position of each written field in the record read, -1 if it has none. */
    int[] targets = {};

    Default[] defaults = {};

    RecordStep(Schema schema) {
        this.schema = schema;
    }

    @Override
    public Object read(BoundedDecoder in) {
        in.enter();
        var record = new GenericData.Record(schema);
        for (int i = 0; i < fields.length; i++) {
            readField(i, in, record);
        }
        putDefaults(record);
        in.leave();
        return record;
    }

    /** Reads a written field into a record, if it has a place there. */
    void readField(int field, BoundedDecoder in, GenericData.Record record) {
        var value = fields[field].read(in);
        if (targets[field] >= 0) {
            record.put(targets[field], value);
        }
    }

    /** Puts into a record what the writer does not have. */
    void putDefaults(GenericData.Record record) {
        for (var missing : defaults) {
            record.put(missing.target(), missing.get());
        }
    }

    Schema schema() {
        return schema;
    }
}
