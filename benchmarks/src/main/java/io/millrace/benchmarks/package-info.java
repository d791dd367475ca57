/**
 * Measurements, peers included. Nothing here is part of what is shipped, and nothing is measured by tests.
 */
@NullMarked
package io.millrace.benchmarks;

import org.jspecify.annotations.NullMarked;
