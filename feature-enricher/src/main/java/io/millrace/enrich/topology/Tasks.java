package io.millrace.enrich.topology;

import java.util.Optional;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** What Kafka Streams promises a processor, said out loud where it is relied on. */
final class Tasks {
    private Tasks() {}

    static <T> T initialised(@Nullable T task) {
        if (task == null) {
            throw new IllegalStateException("a record before init");
        }
        return task;
    }

    static RecordMetadata place(Optional<RecordMetadata> place) {
        return place.orElseThrow(() -> new IllegalStateException("a record that was read from nowhere"));
    }
}
