/**
 * A topic is drained under exactly-once by topologies that differ only in their features and stores.
 */
@NullMarked
package io.millrace.benchmarks.live;

import org.jspecify.annotations.NullMarked;
