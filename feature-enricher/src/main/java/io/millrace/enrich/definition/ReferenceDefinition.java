package io.millrace.enrich.definition;

import org.apache.avro.Schema;

/**
 * A topic whose latest record per key is joined to events. It is keyed by the UTF-8 bytes of the key field's text, and has as
 * many partitions as the event topic.
 *
 * @param name how expressions call it, {@code customer} in {@code customer.country}
 * @param key field of the event, and of the reference's own schema, that holds the key: string, int or long
 * @param schema record schema its values are read as
 */
public record ReferenceDefinition(String name, String topic, String key, Schema schema) {}
