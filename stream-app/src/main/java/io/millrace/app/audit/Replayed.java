package io.millrace.app.audit;

import io.millrace.app.topology.PredictionId;
import java.util.List;
import java.util.function.Function;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * What a replay makes of an event of the period.
 *
 * @param row as a prediction has it; without the columns of the score if it has none
 * @param unscored why the model gave no score; null if it gave one
 * @param again the same scored from the features that a prediction has: first among other rows, then alone
 */
record Replayed(
        PredictionId id,
        GenericRecord row,
        @Nullable String unscored,
        Function<GenericRecord, List<GenericRecord>> again) {}
