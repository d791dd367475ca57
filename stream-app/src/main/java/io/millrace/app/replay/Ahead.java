package io.millrace.app.replay;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Runs an iterator in a thread of its own, a few elements ahead of whoever takes them. Order is kept. If the iterator fails,
 * its failure is thrown where its next element would have been. To be closed by the taker, also after the end or a failure:
 * the thread is then no more. Being interrupted, the taker gets a {@link CancellationException} and is still interrupted.
 *
 * <p>For one taker, which may itself be run ahead.
 */
final class Ahead<T> implements Iterator<T>, AutoCloseable {
    private static final int ELEMENTS = 8;

    private final Iterator<? extends T> iterator;
    private final BlockingQueue<Handed<T>> queue = new ArrayBlockingQueue<>(ELEMENTS);
    private final Thread thread;
    private @Nullable Handed<T> next;

    /** What the thread hands over: elements, and at last one of the others. */
    private sealed interface Handed<T> {
        record Element<T>(T element) implements Handed<T> {}

        record End<T>() implements Handed<T> {}

        record Failure<T>(Throwable cause) implements Handed<T> {}
    }

    /**
     * Begins at once.
     *
     * @param name of the thread
     * @param iterator given up to the thread
     */
    Ahead(String name, Iterator<? extends T> iterator) {
        this.iterator = iterator;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true); // a process that is to end does not wait for it
        thread.start();
    }

    private void run() {
        try {
            try {
                while (iterator.hasNext()) {
                    queue.put(new Handed.Element<>(iterator.next()));
                }
                queue.put(new Handed.End<>());
            } catch (RuntimeException | Error failure) { // whatever it is, it is the taker's to deal with
                queue.put(new Handed.Failure<>(failure));
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt(); // nobody takes any more
        }
    }

    @Override
    public boolean hasNext() {
        return peek() instanceof Handed.Element;
    }

    @Override
    public T next() {
        if (!(peek() instanceof Handed.Element<T> handed)) {
            throw new NoSuchElementException();
        }
        next = null;
        return handed.element();
    }

    private Handed<T> peek() {
        var handed = next;
        if (handed == null) {
            try {
                handed = queue.take();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted");
            }
            next = handed;
        }
        if (handed instanceof Handed.Failure<T> failure) {
            throw rethrown(failure.cause());
        }
        return handed;
    }

    private static RuntimeException rethrown(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return (RuntimeException) cause;
    }

    /** Stops the thread, whatever it is at, and waits until it has ended. */
    @Override
    public void close() {
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true; // it ends soon; it must not outlive what it reads from
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
