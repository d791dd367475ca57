package io.millrace.enrich.label;

import io.millrace.enrich.expression.Facts;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** An event of which the outcome is known. No references: they belong to the moment of the event. */
public record LabelledFacts(GenericRecord record, Object label) implements Facts {
    @Override
    public @Nullable GenericRecord reference(int index) {
        return null;
    }
}
