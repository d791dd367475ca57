/**
 * What scoring costs beside what it cannot do without: the same topology without a model, the model without a topology, bytes that
 * are only copied; and beside the way in which models are mostly called from streams, one JSON event at a time.
 */
@NullMarked
package io.millrace.benchmarks.scoring;

import org.jspecify.annotations.NullMarked;
