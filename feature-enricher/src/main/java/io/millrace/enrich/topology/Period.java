package io.millrace.enrich.topology;

import java.time.Duration;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jspecify.annotations.Nullable;

/**
 * Something that is done after every period of wall-clock time, while it is wanted. Every time it is done Kafka Streams commits, so
 * that a task with nothing to do should not want it. Belongs to one initialisation of its processor.
 */
final class Period {
    private final ProcessorContext<?, ?> context;
    private final Duration length;
    private final Runnable done;
    private @Nullable Cancellable running;

    Period(ProcessorContext<?, ?> context, Duration length, Runnable done) {
        this.context = context;
        this.length = length;
        this.done = done;
    }

    /** Begins, unless it goes on already. */
    void start() {
        if (running == null) {
            running = context.schedule(length, PunctuationType.WALL_CLOCK_TIME, now -> done.run());
        }
    }

    void stop() {
        if (running != null) {
            running.cancel();
            running = null;
        }
    }
}
