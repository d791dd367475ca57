package io.millrace.schemas.wire;

/** Reads one value as the writer wrote it and yields it as a double. Stateless, so shareable. */
@FunctionalInterface
interface NumberStep {
    /**
     * Reads from where {@code in} stands to the end of the value.
     *
     * @return NaN for null; 1 for true, 0 for false
     * @throws MalformedPayloadException if the bytes are not what the writer schema says
     * @throws UnresolvableSchemaException if the value has no counterpart in the reader schema
     */
    double read(BoundedDecoder in);
}
