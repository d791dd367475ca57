package io.millrace.app.files;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.example.data.simple.NanoTime;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** Puts the values of one column of a file into a record, as the kind of column that is asked for. */
final class ParquetCell extends PrimitiveConverter {
    private static final long JULIAN_DAY_OF_1970 = 2_440_588;
    private static final long NANOS_PER_DAY = 86_400_000_000_000L;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long NANOS_PER_MICRO = 1_000;

    private final Column column;
    private final ParquetRecord record;
    private final Reading reading;

    private @Nullable Dictionary dictionary;
    private @Nullable Object[] known = {};

    /** What becomes of a value; one of the three, by what the file holds. Null stands for null. */
    private interface Reading {
        default @Nullable Object whole(long value) throws UnreadableCellException {
            throw new IllegalStateException("no whole numbers in this column");
        }

        default @Nullable Object real(double value) throws UnreadableCellException {
            throw new IllegalStateException("no numbers in this column");
        }

        default @Nullable Object bytes(Binary value) throws UnreadableCellException {
            throw new IllegalStateException("no bytes in this column");
        }
    }

    private interface Whole extends Reading {
        @Override
        @Nullable
        Object whole(long value) throws UnreadableCellException;
    }

    private interface Real extends Reading {
        @Override
        @Nullable
        Object real(double value) throws UnreadableCellException;
    }

    private interface Bytes extends Reading {
        @Override
        @Nullable
        Object bytes(Binary value) throws UnreadableCellException;
    }

    private ParquetCell(Column column, ParquetRecord record, Reading reading) {
        this.column = column;
        this.record = record;
        this.reading = reading;
    }

    /** Empty if what the file holds cannot be read as the column. */
    static Optional<ParquetCell> of(Column column, Type type, ParquetRecord record) {
        if (!type.isPrimitive() || type.isRepetition(Type.Repetition.REPEATED)) {
            return Optional.empty();
        }
        var logical = type.getLogicalTypeAnnotation();
        Reading reading =
                switch (type.asPrimitiveType().getPrimitiveTypeName()) {
                    case BOOLEAN -> column.kind() == Column.Kind.BOOLEAN ? (Whole) value -> value == 1 : null;
                    case INT32, INT64 -> whole(column, logical);
                    case INT96 -> ofNanos(column, ParquetCell::nanos);
                    case FLOAT, DOUBLE -> real(column);
                    case BINARY, FIXED_LEN_BYTE_ARRAY -> bytes(column, logical);
                };
        return Optional.ofNullable(reading).map(found -> new ParquetCell(column, record, found));
    }

    private static @Nullable Reading whole(Column column, @Nullable LogicalTypeAnnotation logical) {
        if (logical instanceof TimestampLogicalTypeAnnotation timestamp) {
            return timestamp(column, timestamp.getUnit());
        }
        if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
            return column.kind() == Column.Kind.DOUBLE
                    ? (Whole) value ->
                            BigDecimal.valueOf(value, decimal.getScale()).doubleValue()
                    : null;
        }
        boolean unsigned = logical instanceof IntLogicalTypeAnnotation number && !number.isSigned();
        if (unsigned || !(logical == null || logical instanceof IntLogicalTypeAnnotation)) {
            return null;
        }
        return switch (column.kind()) {
            case INT -> (Whole) ParquetCell::toInt;
            case LONG -> (Whole) value -> value;
            case FLOAT -> (Whole) value -> (float) value;
            case DOUBLE -> (Whole) value -> (double) value;
            case MILLIS, MICROS -> logical == null ? (Whole) value -> value : null;
            default -> null;
        };
    }

    private static Object toInt(long value) throws UnreadableCellException {
        if (value != (int) value) {
            throw new UnreadableCellException(
                    "must be a whole number from " + Integer.MIN_VALUE + " to " + Integer.MAX_VALUE,
                    Long.toString(value));
        }
        return (int) value;
    }

    private static @Nullable Reading timestamp(Column column, TimeUnit unit) {
        long unitNanos =
                switch (unit) {
                    case MILLIS -> NANOS_PER_MILLI;
                    case MICROS -> NANOS_PER_MICRO;
                    case NANOS -> 1;
                };
        return switch (column.kind()) {
            case MILLIS -> inUnits(unitNanos, NANOS_PER_MILLI);
            case MICROS -> inUnits(unitNanos, NANOS_PER_MICRO);
            default -> null;
        };
    }

    private static Reading inUnits(long fromNanos, long toNanos) {
        return (Whole) value -> {
            try {
                return fromNanos >= toNanos
                        ? Math.multiplyExact(value, fromNanos / toNanos)
                        : Math.floorDiv(value, toNanos / fromNanos);
            } catch (ArithmeticException e) {
                throw new UnreadableCellException("is too far away", Long.toString(value));
            }
        };
    }

    /** A function of bytes to nanoseconds since 1970-01-01T00:00:00Z. */
    private interface Nanos {
        long of(Binary value);
    }

    private static @Nullable Reading ofNanos(Column column, Nanos nanos) {
        return switch (column.kind()) {
            case MILLIS -> (Bytes) value -> Math.floorDiv(nanos.of(value), NANOS_PER_MILLI);
            case MICROS -> (Bytes) value -> Math.floorDiv(nanos.of(value), NANOS_PER_MICRO);
            default -> null;
        };
    }

    /** The way of Hive, Impala and Spark: nanoseconds of the day, then the Julian day. */
    private static long nanos(Binary value) {
        var time = NanoTime.fromBinary(value);
        return (time.getJulianDay() - JULIAN_DAY_OF_1970) * NANOS_PER_DAY + time.getTimeOfDayNanos();
    }

    private static @Nullable Reading real(Column column) {
        return switch (column.kind()) {
            case FLOAT -> (Real) value -> (float) value;
            case DOUBLE -> (Real) value -> value;
            // data frames keep whole numbers so when some of them are missing
            case INT -> (Real) value -> missing(column, value) ? null : toInt(toLong(value));
            case LONG -> (Real) value -> missing(column, value) ? null : (Object) toLong(value);
            default -> null;
        };
    }

    private static boolean missing(Column column, double value) {
        return column.nullable() && Double.isNaN(value);
    }

    private static long toLong(double value) throws UnreadableCellException {
        long whole = (long) value;
        if (whole != value || whole == Long.MAX_VALUE) {
            throw new UnreadableCellException("must be a whole number", Double.toString(value));
        }
        return whole;
    }

    private static @Nullable Reading bytes(Column column, @Nullable LogicalTypeAnnotation logical) {
        if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
            return column.kind() == Column.Kind.DOUBLE
                    ? (Bytes)
                            value -> new BigDecimal(new BigInteger(value.getBytes()), decimal.getScale()).doubleValue()
                    : null;
        }
        return switch (column.kind()) {
            case TEXT, ENUM -> {
                var cell = Cell.of(column);
                yield (Bytes) value -> cell.read(value.toStringUsingUTF8());
            }
            default -> null;
        };
    }

    @Override
    public void addBoolean(boolean value) {
        addLong(value ? 1 : 0);
    }

    @Override
    public void addInt(int value) {
        addLong(value);
    }

    @Override
    public void addLong(long value) {
        try {
            put(reading.whole(value));
        } catch (UnreadableCellException e) {
            record.problem(column, e);
        }
    }

    @Override
    public void addFloat(float value) {
        addDouble(value);
    }

    @Override
    public void addDouble(double value) {
        try {
            put(reading.real(value));
        } catch (UnreadableCellException e) {
            record.problem(column, e);
        }
    }

    @Override
    public void addBinary(Binary value) {
        try {
            put(reading.bytes(value));
        } catch (UnreadableCellException e) {
            record.problem(column, e);
        }
    }

    private void put(@Nullable Object value) {
        if (value != null) { // null is what a new record has
            record.put(column, value);
        }
    }

    /** A text that is there many times is made once. */
    @Override
    public boolean hasDictionarySupport() {
        return reading instanceof Bytes;
    }

    @Override
    public void setDictionary(Dictionary values) {
        dictionary = values;
        known = new Object[values.getMaxId() + 1];
    }

    @Override
    public void addValueFromDictionary(int id) {
        if (known[id] == null) {
            try {
                known[id] = reading.bytes(requireNonNull(dictionary).decodeToBinary(id));
            } catch (UnreadableCellException e) {
                record.problem(column, e);
            }
        }
        put(known[id]);
    }
}
