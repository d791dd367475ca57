package io.millrace.enrich.reference;

import io.millrace.enrich.definition.ReferenceDefinition;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;

/** Since when a record of a reference holds; before 1970 is since ever, as far as events are concerned. Immutable. */
public final class ReferenceTime {
    private static final int NOT_SAID = -1;

    private final int position;

    private ReferenceTime(int position) {
        this.position = position;
    }

    /**
     * The time of a reference's records.
     *
     * @param definition its time field, if it names one, is a timestamp-millis of its schema
     */
    public static ReferenceTime of(ReferenceDefinition definition) {
        if (definition.time() == null) {
            return new ReferenceTime(NOT_SAID);
        }
        Schema.Field field = definition.schema().getField(definition.time());
        if (field == null) {
            throw new IllegalArgumentException("no field " + definition.time() + " in " + definition.name());
        }
        return new ReferenceTime(field.pos());
    }

    /**
     * What the record says, which may be in the future.
     *
     * @param otherwiseMillis where it does not say
     * @return 0 or later
     */
    public long sinceMillis(GenericRecord record, long otherwiseMillis) {
        Object said = position == NOT_SAID ? null : record.get(position);
        return Math.max(0, said == null ? otherwiseMillis : (Long) said);
    }
}
