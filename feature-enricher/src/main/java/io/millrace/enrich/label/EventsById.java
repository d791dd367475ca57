package io.millrace.enrich.label;

import org.jspecify.annotations.Nullable;

/**
 * Events of which the outcome may still come. Confined to one thread.
 *
 * @param <E> what is kept of an event
 */
public interface EventsById<E> {
    /**
     * An event that was found.
     *
     * @param event null once its outcome is known: it is not needed any more
     */
    record Known<E>(long timeMillis, @Nullable E event) {}

    void remember(String id, long timeMillis, E event);

    /** The event of an id, one without an outcome before one with; null where there is none. */
    @Nullable
    Known<E> find(String id);

    /** Remembers of an event that its outcome is known. */
    void label(String id, long timeMillis);

    /** Events from before that time are not found any more. */
    void forgetBefore(long timeMillis);
}
