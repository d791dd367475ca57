/** How good a model is before its labels come: estimates from its own scores. */
@NullMarked
package io.millrace.drift.estimate;

import org.jspecify.annotations.NullMarked;
