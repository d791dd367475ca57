package io.millrace.enrich.progress;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a sender tells everybody how far it is: at once when it has not said anything yet, falls idle or wakes up; otherwise
 * every {@link #PERIOD}, if it got on. Confined to one thread.
 */
public final class Announcements {
    /** Between two announcements, in wall-clock time. */
    public static final Duration PERIOD = Duration.ofSeconds(1);

    private @Nullable Watermark said;

    /** What must not wait for the end of the period; null if nothing. */
    public @Nullable Watermark atOnce(Watermark now) {
        return said == null || said.idle() != now.idle() ? say(now) : null;
    }

    /** What is to be said at the end of a period; null if nothing is new. */
    public @Nullable Watermark periodically(Watermark now) {
        return now.equals(said) ? null : say(now);
    }

    private Watermark say(Watermark now) {
        said = now;
        return now;
    }
}
