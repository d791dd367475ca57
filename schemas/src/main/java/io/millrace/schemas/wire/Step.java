package io.millrace.schemas.wire;

import org.jspecify.annotations.Nullable;

/** Reads one value as the writer wrote it and yields it as the reader wants it. Stateless, so shareable. */
@FunctionalInterface
interface Step {
    /**
     * Reads from where {@code in} stands to the end of the value.
     *
     * @return the value in Avro's generic representation; null for Avro's null and for what is skipped
     * @throws MalformedPayloadException if the bytes are not what the writer schema says
     * @throws UnresolvableSchemaException if the value has no counterpart in the reader schema
     */
    @Nullable
    Object read(BoundedDecoder in);
}
