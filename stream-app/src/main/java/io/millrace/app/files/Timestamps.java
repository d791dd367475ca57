package io.millrace.app.files;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.Locale;

/** Points in time as people and programs write them. */
public final class Timestamps {
    /** Where ISO-8601 has its T, and many a program a space. */
    private static final int BETWEEN_DATE_AND_TIME = 10;

    private static final int TO_THE_SECOND = "2018-04-01T00:00:31".length();

    private static final long SECONDS_PER_DAY = 86_400;
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final int NANO_DIGITS = 9;

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
     * @param text holds a whole number, taken as it is, or a time, in UTC where it names no offset; and other things around
     * @param unitsPerSecond the unit of the result: 1 000 for milliseconds, 1 000 000 for microseconds
     */
    static long parse(char[] text, int start, int length, long unitsPerSecond) throws UnreadableCellException {
        boolean negative = length > 0 && text[start] == '-';
        int sign = negative ? 1 : 0;
        if (length - sign <= Cell.SAFE_DIGITS && Cell.isDigits(text, start + sign, length - sign)) {
            long number = Cell.digits(text, start + sign, length - sign);
            return negative ? -number : number;
        }
        try {
            int end = isUtc(text, start, length) ? start + length - 1 : start + length;
            return isUsual(text, start, end)
                    ? usual(text, start, end, unitsPerSecond)
                    : inUnits(instant(new String(text, start, length)), unitsPerSecond);
        } catch (DateTimeException | ArithmeticException e) {
            throw new UnreadableCellException(
                    "must be a time such as 2018-04-01T12:30:00Z or a whole number", new String(text, start, length));
        }
    }

    /**
     * A time as ISO-8601 has it, in UTC where it names no offset.
     *
     * @throws DateTimeException if it is none
     */
    public static Instant instant(String text) {
        var time = ISO.parseBest(withT(text), OffsetDateTime::from, LocalDateTime::from);
        return time instanceof OffsetDateTime withOffset
                ? withOffset.toInstant()
                : LocalDateTime.from(time).toInstant(ZoneOffset.UTC);
    }

    private static String withT(String text) {
        return text.length() > BETWEEN_DATE_AND_TIME && text.charAt(BETWEEN_DATE_AND_TIME) == ' '
                ? text.substring(0, BETWEEN_DATE_AND_TIME) + "T" + text.substring(BETWEEN_DATE_AND_TIME + 1)
                : text;
    }

    private static long inUnits(Instant instant, long unitsPerSecond) {
        return Math.addExact(
                Math.multiplyExact(instant.getEpochSecond(), unitsPerSecond),
                instant.getNano() / (NANOS_PER_SECOND / unitsPerSecond));
    }

    private static boolean isUtc(char[] text, int start, int length) {
        return length > 0 && text[start + length - 1] == 'Z';
    }

    /** The form that most files have, which need not be read by a formatter at twenty times the cost. */
    private static boolean isUsual(char[] text, int start, int end) {
        int length = end - start;
        boolean fraction = length > TO_THE_SECOND + 1
                && length <= TO_THE_SECOND + 1 + NANO_DIGITS
                && text[start + TO_THE_SECOND] == '.'
                && Cell.isDigits(text, start + TO_THE_SECOND + 1, length - TO_THE_SECOND - 1);
        return (length == TO_THE_SECOND || fraction)
                && Cell.isDigits(text, start, 4)
                && text[start + 4] == '-'
                && Cell.isDigits(text, start + 5, 2)
                && text[start + 7] == '-'
                && Cell.isDigits(text, start + 8, 2)
                && (text[start + BETWEEN_DATE_AND_TIME] == 'T' || text[start + BETWEEN_DATE_AND_TIME] == ' ')
                && Cell.isDigits(text, start + 11, 2)
                && text[start + 13] == ':'
                && Cell.isDigits(text, start + 14, 2)
                && text[start + 16] == ':'
                && Cell.isDigits(text, start + 17, 2);
    }

    private static long usual(char[] text, int start, int end, long unitsPerSecond) {
        var date = LocalDate.of(number(text, start, 4), number(text, start + 5, 2), number(text, start + 8, 2));
        var time = LocalTime.of(number(text, start + 11, 2), number(text, start + 14, 2), number(text, start + 17, 2));
        long seconds = date.toEpochDay() * SECONDS_PER_DAY + time.toSecondOfDay();
        long nanos = 0;
        for (int i = 0; i < NANO_DIGITS; i++) {
            int at = start + TO_THE_SECOND + 1 + i;
            nanos = 10 * nanos + (at < end ? text[at] - '0' : 0);
        }
        return seconds * unitsPerSecond + nanos / (NANOS_PER_SECOND / unitsPerSecond);
    }

    private static int number(char[] text, int start, int length) {
        return (int) Cell.digits(text, start, length);
    }
}
