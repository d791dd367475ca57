package io.millrace.schemas.wire;

import java.util.IdentityHashMap;
import org.apache.avro.Schema;

/** Makes the {@link Step}s that pass over fields the reader does not want. They yield null. */
final class SkipCompiler {
    /** Steps of records being compiled or done, because a schema may contain itself. */
    private final IdentityHashMap<Schema, RecordSkip> records = new IdentityHashMap<>();

    Step compile(Schema schema) {
        return switch (schema.getType()) {
            case NULL -> in -> null;
            case BOOLEAN -> BoundedDecoder::readBoolean;
            case INT -> BoundedDecoder::readInt;
            case LONG -> BoundedDecoder::readLong;
            case FLOAT -> fixed(Float.BYTES);
            case DOUBLE -> fixed(Double.BYTES);
            case FIXED -> fixed(schema.getFixedSize());
            case STRING, BYTES ->
                in -> {
                    in.skipBytes();
                    return null;
                };
            case ENUM -> enumeration(schema.getEnumSymbols().size());
            case ARRAY -> array(compile(schema.getElementType()));
            case MAP -> map(compile(schema.getValueType()));
            case UNION -> union(schema);
            case RECORD -> record(schema);
        };
    }

    private static Step fixed(int size) {
        return in -> {
            in.skipFixed(size);
            return null;
        };
    }

    private static Step enumeration(int symbols) {
        return in -> {
            StepCompiler.indexBelow(symbols, in.readEnum(), in);
            return null;
        };
    }

    private static Step array(Step item) {
        return in -> {
            in.enter();
            for (long block = in.skipArray(); block > 0; block = in.skipArray()) {
                for (long i = 0; i < block; i++) {
                    item.read(in);
                }
            }
            in.leave();
            return null;
        };
    }

    private static Step map(Step value) {
        return in -> {
            in.enter();
            for (long block = in.skipMap(); block > 0; block = in.skipMap()) {
                for (long i = 0; i < block; i++) {
                    in.skipString();
                    value.read(in);
                }
            }
            in.leave();
            return null;
        };
    }

    private Step union(Schema schema) {
        var branches = schema.getTypes().stream().map(this::compile).toArray(Step[]::new);
        return in -> branches[StepCompiler.indexBelow(branches.length, in.readIndex(), in)].read(in);
    }

    private Step record(Schema schema) {
        var known = records.get(schema);
        if (known != null) {
            return known;
        }
        var step = new RecordSkip();
        records.put(schema, step);
        step.fields = schema.getFields().stream()
                .map(field -> compile(field.schema()))
                .toArray(Step[]::new);
        return step;
    }

    private static final class RecordSkip implements Step {
        private Step[] fields = {};

        @Override
        public Object read(BoundedDecoder in) {
            in.enter();
            for (var field : fields) {
                field.read(in);
            }
            in.leave();
            return this;
        }
    }
}
