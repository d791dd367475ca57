/**
 * What all measurements have in common: contenders that take turns, medians with quartiles, and a report that says on what
 * machine it was made.
 */
@NullMarked
package io.millrace.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
