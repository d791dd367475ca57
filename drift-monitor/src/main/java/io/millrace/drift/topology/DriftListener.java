package io.millrace.drift.topology;

import io.millrace.schemas.drift.DriftAlert;
import io.millrace.schemas.drift.DriftStatistic;
import io.millrace.schemas.drift.RetrainingRequest;

/**
 * Told what the monitor does, for metrics. Called by stream threads, several at a time, so implementations are thread-safe
 * and quick, and never change what they are given. What is undone and done again after a failure is told again.
 */
public interface DriftListener {
    /** A listener that does nothing. */
    DriftListener NONE = new DriftListener() {};

    /** A window was closed and this is said about one of its features. */
    default void statistic(DriftStatistic statistic) {}

    /** An alert was raised or resolved. */
    default void alert(DriftAlert alert) {}

    /** A model is asked for. */
    default void retraining(RetrainingRequest request) {}

    /** So many predictions came after their window was closed; they are in no statistic. */
    default void late(long predictions) {}

    /** So many predictions were counted into a window. */
    default void monitored(long predictions) {}
}
