package io.millrace.enrich.expression;

import io.millrace.enrich.event.EventTime;
import org.jspecify.annotations.Nullable;

/**
 * One evaluation: reads fields, and remembers whether one was null.
 *
 * <p>Whoever reads a null has no result, whatever the rest of the expression says. So a null is no error on its way up, which
 * would be dear where many fields are null: evaluation goes on with a value that does no harm, and its result is dropped.
 */
final class Reading {
    /** In place of a null: neither divides by zero nor is out of range. */
    private static final int HARMLESS = 1;

    private final Facts facts;
    private boolean readNull;

    Reading(Facts facts) {
        this.facts = facts;
    }

    boolean readNull() {
        return readNull;
    }

    boolean truth(Variable field) {
        Object stored = stored(field);
        return stored != null && (Boolean) stored;
    }

    long whole(Variable field) {
        Object stored = stored(field);
        return stored == null ? HARMLESS : ((Number) stored).longValue();
    }

    double real(Variable field) {
        Object stored = stored(field);
        return stored == null ? HARMLESS : ((Number) stored).doubleValue();
    }

    String text(Variable field) {
        Object stored = stored(field);
        return stored == null ? "" : stored.toString();
    }

    /** A timestamp as it is stored. */
    long timestamp(Variable field) {
        Object stored = stored(field);
        return stored == null ? HARMLESS : (Long) stored;
    }

    /** A plain number that is the event time, in milliseconds. */
    long eventTimeMillis(Variable field, EventTime time) {
        Object stored = stored(field);
        return stored == null ? HARMLESS : time.millis((Number) stored);
    }

    private @Nullable Object stored(Variable field) {
        Object stored = field.read(facts);
        readNull |= stored == null;
        return stored;
    }
}
