/**
 * How many bytes are kept and logged. Nothing is timed here, so the figures are the same on every machine.
 */
@NullMarked
package io.millrace.benchmarks.state;

import org.jspecify.annotations.NullMarked;
