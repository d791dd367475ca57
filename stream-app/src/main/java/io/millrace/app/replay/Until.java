package io.millrace.app.replay;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Rows in order of event time up to the end of a period; what comes after is not read. Confined to one thread. */
final class Until implements Iterator<Arrival> {
    private final Iterator<Arrival> rows;
    private final Period period;
    private @Nullable Arrival next;

    Until(Iterator<Arrival> rows, Period period) {
        this.rows = rows;
        this.period = period;
    }

    @Override
    public boolean hasNext() {
        if (next == null && rows.hasNext()) {
            next = rows.next();
        }
        return next != null && !(next instanceof Arrival.Accepted && next.timeMillis() >= period.untilMillis());
    }

    @Override
    public Arrival next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        var row = next;
        next = null;
        return row;
    }
}
