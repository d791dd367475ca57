/** Drift of files: the columns of two tables compared, and a column of one watched by a detector. */
@NullMarked
package io.millrace.app.drift;

import org.jspecify.annotations.NullMarked;
