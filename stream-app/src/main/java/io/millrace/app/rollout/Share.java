package io.millrace.app.rollout;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A part of all entities.
 *
 * @param slots of {@link Slots#ALL}, 1 or more: hundredths of a per cent
 */
public record Share(int slots) {
    /** Everybody. */
    public static final Share WHOLE = new Share(Slots.ALL);

    private static final Pattern TEXT = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,2})?) ?%");
    private static final int SLOTS_PER_CENT = Slots.ALL / 100;

    public Share {
        if (slots < 1 || slots > Slots.ALL) {
            throw new IllegalArgumentException("a share is above 0 % and at most 100 %, not " + percent(slots));
        }
    }

    /**
     * Reads {@code 10%} or {@code 0.25%}.
     *
     * @throws IllegalArgumentException if it is no share; the message is for whoever wrote it
     */
    public static Share parse(String text) {
        var matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "a share is a percentage with at most two decimals, such as 10% or 0.25%, not \"" + text + "\"");
        }
        return new Share(new BigDecimal(matcher.group(1))
                .multiply(BigDecimal.valueOf(SLOTS_PER_CENT))
                .intValueExact());
    }

    /**
     * The share that is nearest to a fraction.
     *
     * @param fraction in (0, 1]
     */
    public static Share of(double fraction) {
        if (!(fraction > 0 && fraction <= 1)) {
            throw new IllegalArgumentException("a share is above 0 and at most 1, not " + fraction);
        }
        return new Share(BigDecimal.valueOf(fraction)
                .multiply(BigDecimal.valueOf(Slots.ALL))
                .setScale(0, RoundingMode.HALF_UP)
                .intValueExact());
    }

    /** In (0, 1]. */
    public double fraction() {
        return (double) slots / Slots.ALL;
    }

    private static String percent(int slots) {
        return String.format(Locale.ROOT, "%.2f %%", (double) slots / SLOTS_PER_CENT);
    }

    @Override
    public String toString() {
        return BigDecimal.valueOf(slots)
                        .divide(BigDecimal.valueOf(SLOTS_PER_CENT))
                        .stripTrailingZeros()
                        .toPlainString()
                + "%";
    }
}
