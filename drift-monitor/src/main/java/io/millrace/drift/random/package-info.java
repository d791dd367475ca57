/**
 * The random numbers of Python and NumPy, bit for bit: where a library's result depends on its dice, equal results need the
 * same dice.
 */
@NullMarked
package io.millrace.drift.random;

import org.jspecify.annotations.NullMarked;
