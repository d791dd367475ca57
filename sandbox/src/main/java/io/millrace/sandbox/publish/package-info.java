/**
 * Sends a simulated stream to Kafka as applications would: Avro in Confluent wire format, keyed, at a given rate in real
 * time. The rate decides how fast event time runs.
 */
@NullMarked
package io.millrace.sandbox.publish;

import org.jspecify.annotations.NullMarked;
