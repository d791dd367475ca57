/**
 * The schema of a pipeline's predictions, generated from the pipeline: features are named, typed columns, so that sinks
 * and SQL engines get columns, not maps.
 */
@NullMarked
package io.millrace.schemas.prediction;

import org.jspecify.annotations.NullMarked;
