/**
 * What Millrace runs on when nothing else is there: a real single-node Kafka broker in a process of its own, a schema
 * registry that answers the Confluent API, and simulators of both shipped domains. None of it belongs to production.
 */
@NullMarked
package io.millrace.sandbox;

import org.jspecify.annotations.NullMarked;
