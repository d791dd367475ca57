/**
 * Event-time windows of predictions, without Kafka: what is counted per partition and window, when a window is closed, what
 * is said about it, and when that becomes an alert.
 */
@NullMarked
package io.millrace.drift.window;

import org.jspecify.annotations.NullMarked;
