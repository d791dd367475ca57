package io.millrace.enrich.expression;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** How a field of an Avro record appears in expressions. */
enum FieldKind {
    BOOLEAN(SimpleType.BOOL),
    /** int and long. */
    WHOLE(SimpleType.INT),
    /** float and double. */
    REAL(SimpleType.DOUBLE),
    /** string and enum. */
    TEXT(SimpleType.STRING),
    TIME_MILLIS(SimpleType.TIMESTAMP),
    TIME_MICROS(SimpleType.TIMESTAMP);

    private final CelType celType;

    FieldKind(CelType celType) {
        this.celType = celType;
    }

    CelType celType() {
        return celType;
    }

    /** Empty for a field expressions cannot use: bytes, arrays, maps, records, unions of more than null and one other. */
    static Optional<FieldKind> of(Schema field) {
        Schema schema = withoutNull(field);
        return switch (schema.getType()) {
            case BOOLEAN -> Optional.of(BOOLEAN);
            case INT -> Optional.of(WHOLE);
            case LONG -> Optional.of(ofLong(schema.getLogicalType()));
            case FLOAT, DOUBLE -> Optional.of(REAL);
            case STRING, ENUM -> Optional.of(TEXT);
            default -> Optional.empty();
        };
    }

    /** A stored value, never null, as CEL wants it. */
    Object toCel(Object stored) {
        return switch (this) {
            case BOOLEAN -> stored;
            case WHOLE -> ((Number) stored).longValue();
            case REAL -> ((Number) stored).doubleValue();
            case TEXT -> stored.toString();
            case TIME_MILLIS -> Instant.ofEpochMilli((Long) stored);
            case TIME_MICROS -> Instant.EPOCH.plus((Long) stored, ChronoUnit.MICROS);
        };
    }

    private static FieldKind ofLong(LogicalType logical) {
        if (logical instanceof LogicalTypes.TimestampMillis) {
            return TIME_MILLIS;
        }
        return logical instanceof LogicalTypes.TimestampMicros ? TIME_MICROS : WHOLE;
    }

    private static Schema withoutNull(Schema schema) {
        if (!schema.isUnion() || schema.getTypes().size() != 2) {
            return schema;
        }
        return schema.getTypes().stream()
                .filter(branch -> branch.getType() != Schema.Type.NULL)
                .findFirst()
                .orElse(schema);
    }
}
