/**
 * The application: what reads configuration, opens ONNX Runtime, takes the system clock and starts Kafka Streams. Each
 * package below it does one thing; this one holds nothing of its own.
 */
@NullMarked
package io.millrace.app;

import org.jspecify.annotations.NullMarked;
