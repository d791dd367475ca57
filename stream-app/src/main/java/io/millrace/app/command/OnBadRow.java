package io.millrace.app.command;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What is done with rows that cannot be replayed. */
enum OnBadRow {
    FAIL,
    DEAD_LETTER;

    /** {@code fail} or {@code dead-letter}. */
    static final class Option implements ITypeConverter<OnBadRow> {
        @Override
        public OnBadRow convert(String value) {
            return switch (value.toLowerCase(Locale.ROOT)) {
                case "fail" -> FAIL;
                case "dead-letter" -> DEAD_LETTER;
                default -> throw new TypeConversionException("must be fail or dead-letter, was \"" + value + "\"");
            };
        }
    }
}
