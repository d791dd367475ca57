package io.millrace.enrich.label;

/**
 * What somebody reported of an event.
 *
 * @param id the event's
 * @param label as the record holds it: a Boolean or a Number
 * @param knownMillis since when it is known
 */
public record Outcome(String id, Object label, long knownMillis) {}
