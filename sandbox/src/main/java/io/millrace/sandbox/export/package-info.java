/** Writes a simulated stream to files that a replay or a training script reads: CSV or Avro, one file per role. */
@NullMarked
package io.millrace.sandbox.export;

import org.jspecify.annotations.NullMarked;
