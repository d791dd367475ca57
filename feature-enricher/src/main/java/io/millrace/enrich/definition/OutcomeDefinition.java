package io.millrace.enrich.definition;

import java.time.Duration;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A topic that says later what became of an event. It is keyed by the UTF-8 bytes of the id's text, and has as many partitions
 * as the event topic.
 *
 * @param schema record schema its values are read as
 * @param id field of the outcome that holds the event's id: string, int or long
 * @param label field of the outcome that expressions read as {@code label}: boolean, int, long, float or double
 * @param time timestamp-millis field of the outcome: when it became known; null for Kafka's timestamp
 * @param within an outcome further behind its event, in event time, comes too late; positive
 * @param settle how long after it became known an outcome begins to count, in event time; an event waits for outcomes that may
 *     still come in that time, so 0 makes every event wait for the outcomes topic to be read up to it; 0 or more
 */
public record OutcomeDefinition(
        String topic,
        Schema schema,
        String id,
        String label,
        @Nullable String time,
        Duration within,
        Duration settle) {}
