package io.millrace.app.command;

import io.millrace.app.files.Timestamps;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Points in time on the command line: {@code 2018-05-15}, which is its midnight in UTC, or {@code 2018-05-15T06:30:00Z}. */
public final class TimeOption implements ITypeConverter<Instant> {
    private static final int DATE_CHARACTERS = 10;

    @Override
    public Instant convert(String value) {
        try {
            return value.length() == DATE_CHARACTERS
                    ? LocalDate.parse(value).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Timestamps.instant(value);
        } catch (DateTimeException e) {
            throw new TypeConversionException(
                    "must be a date such as 2018-05-15 or a time such as 2018-05-15T06:30:00Z, was \"" + value + "\"");
        }
    }
}
