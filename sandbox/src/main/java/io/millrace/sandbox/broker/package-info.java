/**
 * A real Kafka server, started in a child process on free ports, proven to be the one that was started, and gone without
 * a trace when its parent closes it or dies.
 */
@NullMarked
package io.millrace.sandbox.broker;

import org.jspecify.annotations.NullMarked;
