package io.millrace.sandbox.publish;

import io.millrace.sandbox.simulator.Message;

/**
 * A message that the broker has acknowledged.
 *
 * @param message  what was sent; of a malformed event the whole value, though broken bytes went out
 * @param nanoTime {@link System#nanoTime} when it was handed to the producer
 */
public record Sent(Message message, String topic, int partition, long offset, long nanoTime) {

    /** Told of every acknowledged message, on the producer's thread: must return quickly and not throw. */
    @FunctionalInterface
    public interface Listener {
        Listener NONE = sent -> {};

        void sent(Sent sent);
    }
}
