package io.millrace.schemas.wire;

import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/** A record some of whose fields are kept as doubles, so that reading many of them makes no object for each. */
public final class NumberRecord extends GenericData.Record {
    private final NumberFields fields;
    private final double[] numbers;

    NumberRecord(Schema schema, NumberFields fields) {
        super(schema);
        this.fields = fields;
        this.numbers = new double[fields.count()];
    }

    /** The fields that are numbers, in their order: NaN for null, 1 for true, 0 for false; the record's own, not a copy. */
    public double[] numbers() {
        return numbers;
    }

    /** As Avro's own; of a field that is a number, the number. */
    @Override
    public void put(int position, @Nullable Object value) {
        if (fields.has(position)) {
            numbers[position - fields.first()] = number(value);
        } else {
            super.put(position, value);
        }
    }

    @Override
    public @Nullable Object get(int position) {
        return fields.has(position) ? (Object) numbers[position - fields.first()] : super.get(position);
    }

    private static double number(@Nullable Object value) {
        if (value == null) {
            return Double.NaN;
        }
        return value instanceof Boolean flag ? (flag ? 1 : 0) : ((Number) value).doubleValue();
    }
}
