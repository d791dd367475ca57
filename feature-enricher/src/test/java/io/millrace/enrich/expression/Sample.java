package io.millrace.enrich.expression;

import io.millrace.enrich.definition.TimeField;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** An event with a field of every kind, one reference and a label. */
record Sample(
        GenericRecord record,
        @Nullable GenericRecord shop,
        @Nullable Object label) implements Facts {
    static final Schema COUNTRY = SchemaBuilder.enumeration("Country").symbols("BE", "NL");

    static final Schema EVENT = SchemaBuilder.record("Event")
            .fields()
            .requiredInt("items")
            .requiredLong("points")
            .optionalLong("age")
            .requiredFloat("rate")
            .requiredDouble("amount")
            .optionalDouble("limit")
            .requiredBoolean("online")
            .optionalBoolean("known")
            .requiredString("name")
            .optionalString("note")
            .name("country")
            .type(COUNTRY)
            .noDefault()
            .name("at")
            .type(LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG)))
            .noDefault()
            .name("finely")
            .type(LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG)))
            .noDefault()
            .requiredLong("cycle")
            .endRecord();

    static final Schema SHOP = SchemaBuilder.record("Shop")
            .fields()
            .requiredString("name")
            .optionalDouble("mean")
            .name("since")
            .type(LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG)))
            .noDefault()
            .endRecord();

    private static final Schema.Field FRAUD = SchemaBuilder.record("Outcome")
            .fields()
            .requiredBoolean("fraud")
            .endRecord()
            .getField("fraud");

    private static final TimeField CYCLE =
            TimeField.counted("cycle", Duration.ofHours(1), Instant.parse("2026-03-02T00:00:00Z"));

    static ExpressionCompiler compiler() {
        return new ExpressionCompiler(EVENT, CYCLE, Map.of("shop", SHOP), FRAUD);
    }

    /** Nothing of it is null but what may be. */
    static Sample ordinary() {
        var event = new GenericData.Record(EVENT);
        event.put("items", 7);
        event.put("points", Long.MAX_VALUE);
        event.put("rate", 0.1f);
        event.put("amount", 2.5);
        event.put("online", true);
        event.put("name", "anna");
        event.put("country", new GenericData.EnumSymbol(COUNTRY, "BE"));
        event.put("at", Instant.parse("2026-03-29T00:59:59.999Z").toEpochMilli());
        event.put("finely", Instant.parse("2026-03-29T01:00:00Z").toEpochMilli() * 1_000 - 1);
        event.put("cycle", 31L);
        return new Sample(event, null, null);
    }

    Sample with(String field, @Nullable Object value) {
        var changed = new GenericData.Record((GenericData.Record) record, true);
        changed.put(field, value);
        return new Sample(changed, shop, label);
    }

    @Override
    public @Nullable GenericRecord reference(int index) {
        return shop;
    }
}
