package io.millrace.app.files;

import com.fasterxml.jackson.core.io.NumberInput;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/** How the text of one column becomes an Avro value. Stateless and thread-safe. */
@FunctionalInterface
interface Cell {
    /** What decoding leaves in place of bytes that are not UTF-8. */
    char REPLACEMENT = '\uFFFD';

    /** A number of so many digits fits into a long, whatever the digits. */
    int SAFE_DIGITS = 18;

    /**
     * The value of a cell.
     *
     * @param text holds the cell from {@code start} on, among others; not kept
     * @throws UnreadableCellException if it is no value of the column's kind
     */
    Object read(char[] text, int start, int length) throws UnreadableCellException;

    /** The same of a text of its own. */
    default Object read(String text) throws UnreadableCellException {
        return read(text.toCharArray(), 0, text.length());
    }

    /** How a column of this kind is read. */
    static Cell of(Column column) {
        return switch (column.kind()) {
            case TEXT -> Cell::text;
            case ENUM -> symbols(column.schema());
            case BOOLEAN -> Cell::truth;
            case INT -> (text, start, length) -> (int) whole(text, start, length, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case LONG -> (text, start, length) -> whole(text, start, length, Long.MIN_VALUE, Long.MAX_VALUE);
            case FLOAT -> Cell::singlePrecision;
            case DOUBLE -> Cell::doublePrecision;
            case MILLIS -> (text, start, length) -> Timestamps.parse(text, start, length, 1_000);
            case MICROS -> (text, start, length) -> Timestamps.parse(text, start, length, 1_000_000);
        };
    }

    private static Object text(char[] text, int start, int length) throws UnreadableCellException {
        var string = new String(text, start, length);
        if (string.indexOf(REPLACEMENT) >= 0) {
            throw new UnreadableCellException("must be UTF-8", string);
        }
        return string;
    }

    private static Cell symbols(Schema schema) {
        Map<String, Object> symbols = new HashMap<>();
        schema.getEnumSymbols().forEach(symbol -> symbols.put(symbol, new GenericData.EnumSymbol(schema, symbol)));
        return (text, start, length) -> {
            var name = new String(text, start, length);
            var symbol = symbols.get(name);
            if (symbol == null) {
                throw new UnreadableCellException("must be one of " + String.join(", ", schema.getEnumSymbols()), name);
            }
            return symbol;
        };
    }

    private static Object truth(char[] text, int start, int length) throws UnreadableCellException {
        if (length == 1 && (text[start] == '0' || text[start] == '1')) {
            return text[start] == '1';
        }
        var word = new String(text, start, length);
        if (word.equalsIgnoreCase("true") || word.equalsIgnoreCase("false")) {
            return word.length() == 4;
        }
        throw new UnreadableCellException("must be true or false", word);
    }

    private static long whole(char[] text, int start, int length, long least, long most)
            throws UnreadableCellException {
        try {
            var number = length <= SAFE_DIGITS && isDigits(text, start, length)
                    ? digits(text, start, length)
                    : Long.parseLong(new String(text, start, length));
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below, in the column's words
        }
        throw new UnreadableCellException(
                "must be a whole number from " + least + " to " + most, new String(text, start, length));
    }

    /** Whether there is nothing but digits, and at least one. */
    static boolean isDigits(char[] text, int start, int length) {
        for (int i = start; i < start + length; i++) {
            if (text[i] < '0' || text[i] > '9') {
                return false;
            }
        }
        return length > 0;
    }

    /** The number that these digits, {@value #SAFE_DIGITS} at most, are. */
    static long digits(char[] text, int start, int length) {
        long number = 0;
        for (int i = start; i < start + length; i++) {
            number = 10 * number + (text[i] - '0');
        }
        return number;
    }

    private static Object doublePrecision(char[] text, int start, int length) throws UnreadableCellException {
        if (isNumber(text, start, length)) {
            try {
                return NumberInput.parseDouble(text, start, length, true);
            } catch (NumberFormatException e) {
                // said below, in the column's words
            }
        }
        throw notANumber(text, start, length);
    }

    private static Object singlePrecision(char[] text, int start, int length) throws UnreadableCellException {
        if (isNumber(text, start, length)) {
            try {
                return NumberInput.parseFloat(text, start, length, true);
            } catch (NumberFormatException e) {
                // said below, in the column's words
            }
        }
        throw notANumber(text, start, length);
    }

    private static UnreadableCellException notANumber(char[] text, int start, int length) {
        return new UnreadableCellException("must be a number", new String(text, start, length));
    }

    /** Java itself would also read spaces around a number, hexadecimal ones, and a trailing {@code d}. */
    private static boolean isNumber(char[] text, int start, int length) {
        for (int i = start; i < start + length; i++) {
            char c = text[i];
            boolean usual = (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
            if (!usual) {
                return isNotFinite(new String(text, start, length));
            }
        }
        return true;
    }

    private static boolean isNotFinite(String text) {
        return switch (text) {
            case "NaN", "Infinity", "-Infinity", "+Infinity" -> true;
            default -> false;
        };
    }
}
