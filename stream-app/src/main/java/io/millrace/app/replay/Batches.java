package io.millrace.app.replay;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Rows in handfuls: what one thread hands to another should cost more than the handing over. */
final class Batches implements Iterator<List<Arrival>> {
    static final int ROWS = 512;

    private final Iterator<Arrival> rows;

    Batches(Iterator<Arrival> rows) {
        this.rows = rows;
    }

    @Override
    public boolean hasNext() {
        return rows.hasNext();
    }

    @Override
    public List<Arrival> next() {
        if (!rows.hasNext()) {
            throw new NoSuchElementException();
        }
        var batch = new ArrayList<Arrival>(ROWS);
        while (batch.size() < ROWS && rows.hasNext()) {
            batch.add(rows.next());
        }
        return batch;
    }
}
