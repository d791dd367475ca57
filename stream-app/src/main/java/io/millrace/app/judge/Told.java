package io.millrace.app.judge;

import org.jspecify.annotations.Nullable;

/**
 * What a prediction says that is of interest in a contest.
 *
 * @param id of the prediction: champion and shadow say the same for the same event
 * @param event id of the event
 * @param entity by which events are assigned to versions; null if predictions do not say
 * @param millis event time
 * @param digest of the version that scored
 * @param variant as predictions write it
 * @param scoredAtMillis wall time
 * @param micros of the call for each of its rows; 0 if that is not known
 */
record Told(
        String id,
        String event,
        @Nullable String entity,
        long millis,
        String digest,
        String variant,
        double score,
        boolean label,
        long scoredAtMillis,
        long micros) {}
