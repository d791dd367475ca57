/**
 * Summaries of many values in little memory: quantiles and numbers of distinct values. They merge, they are bytes and
 * come back from them, and equal values in equal order make equal sketches, so that what stands on them is the same
 * live, in a replay and after a restart. Features and drift statistics both stand on them.
 */
@NullMarked
package io.millrace.sketch;

import org.jspecify.annotations.NullMarked;
