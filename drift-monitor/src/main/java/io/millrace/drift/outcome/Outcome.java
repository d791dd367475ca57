package io.millrace.drift.outcome;

/**
 * What became of an event.
 *
 * @param label a number; 1 and 0 for true and false
 * @param knownMillis since when it is known: event time
 */
public record Outcome(double label, long knownMillis) {}
