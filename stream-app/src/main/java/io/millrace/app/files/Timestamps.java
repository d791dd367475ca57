package io.millrace.app.files;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.regex.Pattern;

/** Points in time as people and programs write them. */
final class Timestamps {
    private static final Pattern SINCE_EPOCH = Pattern.compile("-?\\d{1,18}");

    /** Where ISO-8601 has its T, and many a program a space. */
    private static final int BETWEEN_DATE_AND_TIME = 10;

    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .optionalStart()
            .appendOffsetId()
            .toFormatter(Locale.ROOT)
            .withChronology(IsoChronology.INSTANCE)
            .withResolverStyle(ResolverStyle.STRICT);

    private Timestamps() {}

    /**
     * A time since 1970-01-01T00:00:00Z.
     *
     * @param text a whole number, taken as it is, or a time, in UTC where it names no offset
     * @param unitsPerSecond the unit of the result: 1 000 for milliseconds, 1 000 000 for microseconds
     */
    static long parse(String text, long unitsPerSecond) throws UnreadableCellException {
        if (SINCE_EPOCH.matcher(text).matches()) {
            return Long.parseLong(text);
        }
        try {
            var time = ISO.parseBest(withT(text), OffsetDateTime::from, LocalDateTime::from);
            return inUnits(
                    time instanceof OffsetDateTime withOffset
                            ? withOffset.toInstant()
                            : LocalDateTime.from(time).toInstant(ZoneOffset.UTC),
                    unitsPerSecond);
        } catch (DateTimeException | ArithmeticException e) {
            throw new UnreadableCellException("must be a time such as 2018-04-01T12:30:00Z or a whole number", text);
        }
    }

    private static String withT(String text) {
        return text.length() > BETWEEN_DATE_AND_TIME && text.charAt(BETWEEN_DATE_AND_TIME) == ' '
                ? text.substring(0, BETWEEN_DATE_AND_TIME) + "T" + text.substring(BETWEEN_DATE_AND_TIME + 1)
                : text;
    }

    private static long inUnits(Instant instant, long unitsPerSecond) {
        return Math.addExact(
                Math.multiplyExact(instant.getEpochSecond(), unitsPerSecond),
                instant.getNano() / (1_000_000_000 / unitsPerSecond));
    }
}
