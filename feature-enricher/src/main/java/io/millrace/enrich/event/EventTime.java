package io.millrace.enrich.event;

import io.millrace.enrich.definition.TimeField;
import java.time.Duration;
import java.time.Instant;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;

/** Reads the event time of a record. Immutable. */
public final class EventTime {
    private final int position;
    private final long unitMillis;
    private final long sinceMillis;

    private EventTime(int position, long unitMillis, long sinceMillis) {
        this.position = position;
        this.unitMillis = unitMillis;
        this.sinceMillis = sinceMillis;
    }

    /**
     * The field of that name.
     *
     * @throws IllegalArgumentException if there is none, or it cannot be a time as said; the message is for the author of the
     *     pipeline file
     */
    public static EventTime of(Schema schema, TimeField time) {
        Schema.Field field = schema.getField(time.field());
        if (field == null) {
            throw new IllegalArgumentException(KeyField.unknown(schema, time.field()));
        }
        Duration unit = time.unit();
        if (unit == null) {
            if (!(field.schema().getLogicalType() instanceof LogicalTypes.TimestampMillis)) {
                throw new IllegalArgumentException("field '" + time.field()
                        + "' must be a timestamp-millis that is never null; a plain number needs its unit");
            }
            return new EventTime(field.pos(), 1, 0);
        }
        boolean plain = field.schema().getLogicalType() == null
                && (field.schema().getType() == Schema.Type.INT
                        || field.schema().getType() == Schema.Type.LONG);
        if (!plain) {
            throw new IllegalArgumentException(
                    "field '" + time.field() + "' has a unit, so it must be a plain int or long that is never null");
        }
        return new EventTime(field.pos(), unit.toMillis(), time.since().toEpochMilli());
    }

    /** Milliseconds since 1970; what is beyond a long's range is its end. */
    public long millis(GenericRecord record) {
        return millis((Number) record.get(position));
    }

    /** Of the field's value. */
    public Instant instant(Object stored) {
        return Instant.ofEpochMilli(millis((Number) stored));
    }

    /** Of the field's value, in milliseconds since 1970. */
    public long millis(Number stored) {
        long value = stored.longValue();
        if (unitMillis == 1 && sinceMillis == 0) {
            return value;
        }
        try {
            return Math.addExact(Math.multiplyExact(value, unitMillis), sinceMillis);
        } catch (ArithmeticException e) {
            return value < 0 ? Long.MIN_VALUE : Long.MAX_VALUE; // either way no time that an event may have
        }
    }
}
