/**
 * The monitoring topology: predictions in, drift statistics and alerts out. It reads the prediction topic as an application
 * of its own, so that watching can neither slow down nor break scoring.
 */
@NullMarked
package io.millrace.drift.topology;

import org.jspecify.annotations.NullMarked;
