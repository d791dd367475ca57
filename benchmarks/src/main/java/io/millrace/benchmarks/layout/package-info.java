/**
 * Our layout of state against Kafka Streams' window store, without a broker: the same events, the same features, real stores.
 */
@NullMarked
package io.millrace.benchmarks.layout;

import org.jspecify.annotations.NullMarked;
