/**
 * The plan as a Kafka Streams topology: the only place of this module that knows Kafka Streams.
 */
@NullMarked
package io.millrace.enrich.topology;

import org.jspecify.annotations.NullMarked;
