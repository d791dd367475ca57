package io.millrace.enrich.definition;

import java.time.Duration;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A topic whose records are joined to events by key. It is keyed by the UTF-8 bytes of the key field's text, and has as many
 * partitions as the event topic.
 *
 * @param name how expressions call it, {@code customer} in {@code customer.country}
 * @param key field of the event, and of the reference's own schema, that holds the key: string, int or long
 * @param schema record schema its values are read as
 * @param versions how long former records of a key are kept, so that an event is joined with the one that held at its own
 *     time; null joins the latest
 * @param time timestamp-millis field of the reference that says since when a record holds; null for Kafka's timestamp
 */
public record ReferenceDefinition(
        String name,
        String topic,
        String key,
        Schema schema,
        @Nullable Duration versions,
        @Nullable String time) {

    /** A reference whose latest record is joined. */
    public ReferenceDefinition(String name, String topic, String key, Schema schema) {
        this(name, topic, key, schema, null, null);
    }
}
