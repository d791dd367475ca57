package io.millrace.drift.outcome;

import io.millrace.drift.window.Segment;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;

/**
 * What is kept of a prediction until its outcome comes.
 *
 * @param version of the model that answered
 * @param variant which of those on trial answered
 * @param answer whether the score reached the threshold
 * @param facts what {@link Worth} needs of it
 * @param calibrated whether how often such a score is right was learnt of the model that gave it
 * @param segments of the fields that predictions were split by when it was read
 */
record Prediction(
        long eventTimeMillis,
        String version,
        String variant,
        double score,
        boolean answer,
        Bytes facts,
        boolean calibrated,
        List<Segment> segments) {
    Prediction {
        segments = List.copyOf(segments);
    }
}
