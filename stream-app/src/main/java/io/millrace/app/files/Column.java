package io.millrace.app.files;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * A field of a kind that every format holds. Avro alone holds more: lists, records, bytes.
 *
 * @param position in the record
 * @param schema the field's own, without null
 */
record Column(String name, int position, Kind kind, boolean nullable, Schema schema) {
    /** What the values of a column are. */
    enum Kind {
        BOOLEAN,
        INT,
        LONG,
        FLOAT,
        DOUBLE,
        TEXT,
        ENUM,
        /** A point in time, in milliseconds since 1970-01-01T00:00:00Z. */
        MILLIS,
        /** A point in time, in microseconds since 1970-01-01T00:00:00Z. */
        MICROS
    }

    /** Empty if the field is of no such kind. */
    static Optional<Column> of(Schema.Field field) {
        var schema = field.schema();
        var nullable = schema.isUnion();
        if (nullable) {
            var types = schema.getTypes();
            if (types.size() != 2 || !schema.isNullable()) {
                return Optional.empty();
            }
            schema = types.get(types.get(0).getType() == Schema.Type.NULL ? 1 : 0);
        }
        var type = schema;
        return kind(type).map(kind -> new Column(field.name(), field.pos(), kind, nullable, type));
    }

    /**
     * All columns of a table.
     *
     * @param format for the message
     * @throws UnsuitableFileException naming every field that is of no such kind
     */
    static List<Column> all(Path file, FileFormat format, Schema schema) throws UnsuitableFileException {
        var columns = new ArrayList<Column>();
        var reasons = new ArrayList<String>();
        for (var field : schema.getFields()) {
            Column.of(field).ifPresentOrElse(columns::add, () -> reasons.add(unsuitable(field, format)));
        }
        if (!reasons.isEmpty()) {
            throw new UnsuitableFileException(file, reasons);
        }
        return columns;
    }

    static String unsuitable(Schema.Field field, FileFormat format) {
        return "column " + field.name() + " has a type that " + format.title() + " cannot hold: " + field.schema();
    }

    private static Optional<Kind> kind(Schema schema) {
        return switch (schema.getType()) {
            case BOOLEAN -> Optional.of(Kind.BOOLEAN);
            case INT -> schema.getLogicalType() == null ? Optional.of(Kind.INT) : Optional.empty();
            case LONG -> ofLong(schema);
            case FLOAT -> Optional.of(Kind.FLOAT);
            case DOUBLE -> Optional.of(Kind.DOUBLE);
            case STRING -> Optional.of(Kind.TEXT);
            case ENUM -> Optional.of(Kind.ENUM);
            default -> Optional.empty();
        };
    }

    private static Optional<Kind> ofLong(Schema schema) {
        var logical = schema.getLogicalType();
        if (logical == null) {
            return Optional.of(Kind.LONG);
        }
        if (logical instanceof LogicalTypes.TimestampMillis) {
            return Optional.of(Kind.MILLIS);
        }
        return logical instanceof LogicalTypes.TimestampMicros ? Optional.of(Kind.MICROS) : Optional.empty();
    }
}
