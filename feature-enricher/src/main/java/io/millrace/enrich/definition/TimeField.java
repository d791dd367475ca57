package io.millrace.enrich.definition;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The event field that holds the event time, and how it is read.
 *
 * @param field its name
 * @param unit of a plain int or long, positive whole milliseconds; null for a timestamp-millis field, which says itself
 * @param since what 0 stands for, whole milliseconds; of no account without a unit
 */
public record TimeField(String field, @Nullable Duration unit, Instant since) {

    /** A timestamp-millis field. */
    public static TimeField timestamp(String field) {
        return new TimeField(field, null, Instant.EPOCH);
    }

    /** A plain number of units since an instant. */
    public static TimeField counted(String field, Duration unit, Instant since) {
        return new TimeField(field, unit, since);
    }
}
