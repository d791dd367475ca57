package io.millrace.enrich.definition;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What is said about the events.
 *
 * @param topic where they come from
 * @param schema record schema they are read as
 * @param id field that tells one event from every other: string, int or long
 * @param time field with the event time, not nullable
 * @param key field the topic is keyed by, as the UTF-8 bytes of its text: string, int or long; null when the topic's keys are
 *     to be ignored
 * @param lateness how far an event may be behind the newest one of its partition, inclusive; 0 or more
 * @param skew how far an event may be ahead of the clock, inclusive; 0 or more
 * @param idle a partition that has had no event for so long, on the clock, is not waited for; in whole seconds, 1 or more
 * @param deduplicate an id seen again at most this much event time apart is a duplicate; positive, null to accept all
 * @param rate how many events of a key may count; null for any number
 * @param expectations CEL conditions by rule name, in order; every event must meet all of them
 */
public record EventDefinition(
        String topic,
        Schema schema,
        String id,
        TimeField time,
        @Nullable String key,
        Duration lateness,
        Duration skew,
        Duration idle,
        @Nullable Duration deduplicate,
        @Nullable RateDefinition rate,
        Map<String, String> expectations) {
    /** Where nothing is said. */
    public static final Duration DEFAULT_IDLE = Duration.ofSeconds(5);

    public EventDefinition {
        expectations = Collections.unmodifiableMap(new LinkedHashMap<>(expectations));
    }

    /** Events with a timestamp-millis field, any number of a key, and partitions that are idle as soon as usual. */
    public EventDefinition(
            String topic,
            Schema schema,
            String id,
            String time,
            @Nullable String key,
            Duration lateness,
            Duration skew,
            @Nullable Duration deduplicate,
            Map<String, String> expectations) {
        this(
                topic,
                schema,
                id,
                TimeField.timestamp(time),
                key,
                lateness,
                skew,
                DEFAULT_IDLE,
                deduplicate,
                null,
                expectations);
    }
}
