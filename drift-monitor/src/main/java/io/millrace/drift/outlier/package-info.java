/**
 * Single rows that are out of the ordinary: how far a row lies from what the reference profile knows. Cheap enough for the way of
 * scoring.
 */
@NullMarked
package io.millrace.drift.outlier;

import org.jspecify.annotations.NullMarked;
