package io.millrace.schemas.wire;

import org.jspecify.annotations.Nullable;

/** Reads one record, and some of its fields as doubles. */
final class NumberRecordStep implements Step {
    private final RecordStep record;
    private final NumberFields wanted;

    /** One per written field; null for one that is read as it is. */
    private final @Nullable NumberStep[] numbers;

    NumberRecordStep(RecordStep record, NumberFields wanted, @Nullable NumberStep[] numbers) {
        this.record = record;
        this.wanted = wanted;
        this.numbers = numbers;
    }

    @Override
    public Object read(BoundedDecoder in) {
        in.enter();
        var read = new NumberRecord(record.schema(), wanted);
        double[] row = read.numbers();
        for (int i = 0; i < numbers.length; i++) {
            var number = numbers[i];
            if (number != null) {
                row[record.targets[i] - wanted.first()] = number.read(in);
            } else {
                record.readField(i, in, read);
            }
        }
        record.putDefaults(read);
        in.leave();
        return read;
    }
}
