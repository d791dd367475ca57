package io.millrace.enrich.definition;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Durations as people write them in a pipeline file: a whole number and one unit, {@code 500ms}, {@code 30s}, {@code 5m},
 * {@code 1h}, {@code 7d}. A day is 24 hours.
 */
public final class DurationText {
    /** At most nine digits: the longest duration, 999 999 999 days, then still fits in milliseconds. */
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    private DurationText() {}

    /** The duration, never negative; empty if the text has another form. */
    public static Optional<Duration> parse(String text) {
        var form = FORM.matcher(text);
        return form.matches()
                ? Optional.of(Duration.of(Long.parseLong(form.group(1)), unit(form.group(2))))
                : Optional.empty();
    }

    /**
     * The shortest exact text, in the largest unit that divides the duration: {@code 24h} becomes {@code 1d}, zero is
     * {@code 0s}.
     *
     * @param duration not negative; below a millisecond it is cut off
     */
    public static String format(Duration duration) {
        var millis = duration.toMillis();
        if (millis < 0) {
            throw new IllegalArgumentException("a negative duration: " + duration);
        }
        if (millis == 0) {
            return "0s";
        }
        for (var name : new String[] {"d", "h", "m", "s"}) {
            var unitMillis = unit(name).getDuration().toMillis();
            if (millis % unitMillis == 0) {
                return millis / unitMillis + name;
            }
        }
        return millis + "ms";
    }

    private static ChronoUnit unit(String name) {
        return switch (name) {
            case "ms" -> ChronoUnit.MILLIS;
            case "s" -> ChronoUnit.SECONDS;
            case "m" -> ChronoUnit.MINUTES;
            case "h" -> ChronoUnit.HOURS;
            case "d" -> ChronoUnit.DAYS;
            default -> throw new IllegalArgumentException("no such unit: " + name);
        };
    }
}
