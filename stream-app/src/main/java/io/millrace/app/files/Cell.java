package io.millrace.app.files;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/** How the text of one column becomes an Avro value. Stateless and thread-safe. */
@FunctionalInterface
interface Cell {
    /** Java itself would also read hexadecimal numbers and a trailing {@code d}. */
    Pattern NUMBER = Pattern.compile("NaN|[-+]?(Infinity|(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?)");

    /**
     * The value of a cell.
     *
     * @throws UnreadableCellException if the text is not one of the column's type
     */
    @Nullable
    Object read(String text) throws UnreadableCellException;

    /** How a column of this type is read; empty if a text cannot stand for such a value. */
    static Optional<Cell> of(Schema schema) {
        return switch (schema.getType()) {
            case UNION -> nullable(schema);
            case STRING -> Optional.of(Utf8::new);
            case ENUM -> Optional.of(text -> symbol(schema, text));
            case BOOLEAN -> Optional.of(Cell::booleanOf);
            case INT ->
                schema.getLogicalType() == null
                        ? Optional.of(text -> (int) wholeNumber(text, Integer.MIN_VALUE, Integer.MAX_VALUE))
                        : Optional.empty();
            case LONG -> longOf(schema.getLogicalType());
            case FLOAT -> Optional.of(text -> (float) number(text));
            case DOUBLE -> Optional.of(Cell::number);
            default -> Optional.empty();
        };
    }

    private static Optional<Cell> nullable(Schema union) {
        var types = union.getTypes();
        if (types.size() != 2 || !union.isNullable()) {
            return Optional.empty();
        }
        return of(types.get(types.get(0).getType() == Schema.Type.NULL ? 1 : 0))
                .map(cell -> text -> text.isEmpty() ? null : cell.read(text));
    }

    private static Optional<Cell> longOf(@Nullable LogicalType logical) {
        if (logical == null) {
            return Optional.of(text -> wholeNumber(text, Long.MIN_VALUE, Long.MAX_VALUE));
        }
        if (logical instanceof LogicalTypes.TimestampMillis) {
            return Optional.of(text -> Timestamps.parse(text, 1_000));
        }
        return logical instanceof LogicalTypes.TimestampMicros
                ? Optional.of(text -> Timestamps.parse(text, 1_000_000))
                : Optional.empty();
    }

    private static Object symbol(Schema schema, String text) throws UnreadableCellException {
        if (!schema.hasEnumSymbol(text)) {
            throw new UnreadableCellException("must be one of " + String.join(", ", schema.getEnumSymbols()), text);
        }
        return new GenericData.EnumSymbol(schema, text);
    }

    private static boolean booleanOf(String text) throws UnreadableCellException {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw new UnreadableCellException("must be true or false", text);
        };
    }

    private static long wholeNumber(String text, long least, long most) throws UnreadableCellException {
        try {
            var number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below, in the column's words
        }
        throw new UnreadableCellException("must be a whole number from " + least + " to " + most, text);
    }

    private static double number(String text) throws UnreadableCellException {
        if (!NUMBER.matcher(text).matches()) {
            throw new UnreadableCellException("must be a number", text);
        }
        return Double.parseDouble(text);
    }
}
