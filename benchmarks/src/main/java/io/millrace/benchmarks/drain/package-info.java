/**
 * How fast a topic is drained: every run is a process of its own beside the broker's, and says how it got on.
 */
@NullMarked
package io.millrace.benchmarks.drain;

import org.jspecify.annotations.NullMarked;
