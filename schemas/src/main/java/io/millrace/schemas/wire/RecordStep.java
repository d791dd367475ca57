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
            var value = fields[i].read(in);
            if (targets[i] >= 0) {
                record.put(targets[i], value);
            }
        }
        for (var missing : defaults) {
            record.put(missing.target(), missing.get());
        }
        in.leave();
        return record;
    }
}
