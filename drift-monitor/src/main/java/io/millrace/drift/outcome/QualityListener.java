package io.millrace.drift.outcome;

import io.millrace.schemas.drift.DriftAlert;
import io.millrace.schemas.drift.QualityStatistic;
import io.millrace.schemas.drift.RetrainingRequest;

/**
 * Told what is found, for metrics. Called by stream threads, several at a time, so implementations are thread-safe and quick, and never
 * change what they are given. What is undone and done again after a failure is told again.
 */
public interface QualityListener {
    /** A listener that does nothing. */
    QualityListener NONE = new QualityListener() {};

    /** Something is said of a window. */
    default void quality(QualityStatistic statistic) {}

    /** An alert was raised or resolved. */
    default void alert(DriftAlert alert) {}

    /** A model is asked for. */
    default void retraining(RetrainingRequest request) {}

    /** What became of a prediction or an outcome. */
    default void followed(Fate fate) {}

    /** Predictions are counted with the rest of those that are split by a field, which has too many values for a segment of each. */
    default void withTheRest(String by, long predictions) {}
}
