/**
 * Simulated streams of both shipped domains, as pure functions of their settings and a seed: no wall clock, no Kafka, and
 * the same messages on every platform. Messages come lazily in the order of their delivery, with one simulated day in
 * memory, and each says what a pipeline is expected to do with it.
 */
@NullMarked
package io.millrace.sandbox.simulator;

import org.jspecify.annotations.NullMarked;
