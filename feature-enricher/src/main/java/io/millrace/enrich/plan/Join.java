package io.millrace.enrich.plan;

import io.millrace.enrich.definition.ReferenceDefinition;

/**
 * A reference joined at a station.
 *
 * @param index its position in the declaration, and in {@link io.millrace.enrich.event.Event#join}
 */
public record Join(int index, ReferenceDefinition reference) {}
