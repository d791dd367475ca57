/**
 * How the rows of now differ from the reference, by its profile and a summary of them alone. Every statistic has a
 * definition, and the distance from what the raw rows would give is stated.
 */
@NullMarked
package io.millrace.drift.compare;

import org.jspecify.annotations.NullMarked;
