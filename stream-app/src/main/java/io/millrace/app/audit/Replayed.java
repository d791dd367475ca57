package io.millrace.app.audit;

import io.millrace.app.topology.PredictionId;
import java.util.function.Supplier;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * What a replay makes of an event of the period.
 *
 * @param row as a prediction has it; without the columns of the score if it has none
 * @param unscored why the model gave no score; null if it gave one
 * @param alone the same, scored by itself instead of together with others; asked where that may matter
 */
record Replayed(
        PredictionId id, GenericRecord row, @Nullable String unscored, Supplier<GenericRecord> alone) {}
