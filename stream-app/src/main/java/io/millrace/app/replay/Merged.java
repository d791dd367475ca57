package io.millrace.app.replay;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/** Parts, each in order of event time, as one; of equal times the earlier part comes first. Confined to one thread. */
final class Merged implements Iterator<Arrival> {
    private static final Comparator<Head> BY_TIME =
            Comparator.comparingLong((Head head) -> head.arrival.timeMillis()).thenComparingInt(head -> head.part);

    private final List<Iterator<Arrival>> parts;
    private final PriorityQueue<Head> heads = new PriorityQueue<>(BY_TIME);
    private boolean begun;

    /** The next of a part. */
    private record Head(int part, Arrival arrival) {}

    Merged(List<? extends Iterator<Arrival>> parts) {
        this.parts = new ArrayList<>(parts);
    }

    @Override
    public boolean hasNext() {
        if (!begun) {
            begun = true;
            for (int part = 0; part < parts.size(); part++) {
                advance(part);
            }
        }
        return !heads.isEmpty();
    }

    @Override
    public Arrival next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        var first = heads.remove();
        advance(first.part);
        return first.arrival;
    }

    private void advance(int part) {
        var rows = parts.get(part);
        if (rows.hasNext()) {
            heads.add(new Head(part, rows.next()));
        }
    }
}
