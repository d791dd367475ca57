/**
 * The events that are measured with: simulated card transactions at the scale of the fraud detection handbook.
 */
@NullMarked
package io.millrace.benchmarks.workload;

import org.jspecify.annotations.NullMarked;
