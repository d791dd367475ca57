package io.millrace.enrich.definition;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How many events of one key may count.
 *
 * @param by field of the event; must be what the topic is keyed by, which null stands for
 * @param limit of events in any window, at least 1 and at most {@link #MOST}
 * @param within length of a window of event time, (t - within, t]; whole milliseconds, positive
 * @param quarantine whether events beyond it are kept from features and models; otherwise they are only told of
 */
public record RateDefinition(@Nullable String by, int limit, Duration within, boolean quarantine) {
    /** The times of so many events are written together. */
    public static final int MOST = 10_000;
}
