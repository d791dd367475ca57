package io.millrace.app.replay;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Stages that all rows go through one after the other, each in a thread of its own, a few batches apart. Whoever takes from the
 * last one closes them; then no thread is left, whatever happened.
 */
final class Stages implements Iterator<List<Arrival>>, AutoCloseable {
    private final Deque<Ahead<List<Arrival>>> threads = new ArrayDeque<>();

    /** @param batches read by the first stage */
    Stages(Iterator<List<Arrival>> batches) {
        threads.push(new Ahead<>("replay-read", batches));
    }

    /** Adds a stage behind the others. Nothing may have been taken yet. */
    void add(String name, Function<Arrival, Arrival> step) {
        addWhole(name, batch -> batch.replaceAll(step::apply));
    }

    /** Adds a stage that changes the rows of a batch together. Nothing may have been taken yet. */
    void addWhole(String name, Consumer<List<Arrival>> step) {
        threads.push(new Ahead<>("replay-" + name, new Stage(threads.element(), step)));
    }

    @Override
    public boolean hasNext() {
        return threads.element().hasNext();
    }

    @Override
    public List<Arrival> next() {
        return threads.element().next();
    }

    /** The last one first: it may wait for the one before. */
    @Override
    public void close() {
        threads.forEach(Ahead::close);
    }

    /** A step done to a batch at a time. */
    private record Stage(Iterator<List<Arrival>> batches, Consumer<List<Arrival>> step)
            implements Iterator<List<Arrival>> {
        @Override
        public boolean hasNext() {
            return batches.hasNext();
        }

        @Override
        public List<Arrival> next() {
            var batch = batches.next();
            step.accept(batch);
            return batch;
        }
    }
}
