/**
 * Detectors that read numbers one at a time and say when they have changed: those of River, with its parameters, to the same
 * indices. Their state is small, bounded, and goes to bytes and back without a difference.
 */
@NullMarked
package io.millrace.drift.detect;

import org.jspecify.annotations.NullMarked;
