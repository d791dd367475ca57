package io.millrace.app.replay;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parts in whatever order, sorted in memory, so they must fit there. Of equal times the earlier part comes first, and in it
 * the earlier row. Read when the first is asked for. Confined to one thread.
 */
final class Sorted implements Iterator<Arrival> {
    private final List<Iterator<Arrival>> parts;
    private @Nullable Iterator<Arrival> sorted;

    Sorted(List<Iterator<Arrival>> parts) {
        this.parts = parts;
    }

    @Override
    public boolean hasNext() {
        return sorted().hasNext();
    }

    @Override
    public Arrival next() {
        return sorted().next();
    }

    private Iterator<Arrival> sorted() {
        if (sorted == null) {
            var arrivals = new ArrayList<Arrival>();
            parts.forEach(part -> part.forEachRemaining(arrivals::add));
            arrivals.sort(Comparator.comparingLong(Arrival::timeMillis));
            sorted = arrivals.iterator();
        }
        return sorted;
    }
}
