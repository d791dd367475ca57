/**
 * A running pipeline: settings, topics, Kafka Streams clients, metrics and health, started and closed in order by
 * {@link io.millrace.app.runtime.PipelineRuntime}.
 */
@NullMarked
package io.millrace.app.runtime;

import org.jspecify.annotations.NullMarked;
