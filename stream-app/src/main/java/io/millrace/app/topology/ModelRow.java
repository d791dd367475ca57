package io.millrace.app.topology;

import io.millrace.enrich.event.Event;
import org.jspecify.annotations.Nullable;

/**
 * What a model is asked about one event.
 *
 * @param numbers the pipeline's features as the model may see them, in the order of its rows
 * @param texts those of them that are texts; null is a missing one
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ModelRow(Event event, double[] numbers, @Nullable String[] texts) {}
