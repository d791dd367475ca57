/**
 * What is kept of one column of rows, whatever their number: counts over the bins of the reference profile, moments,
 * and sketches. Summaries of parts merge into one of the whole, and are at most 8 KiB as bytes. Equal rows in equal
 * order make equal bytes.
 */
@NullMarked
package io.millrace.drift.sketch;

import org.jspecify.annotations.NullMarked;
