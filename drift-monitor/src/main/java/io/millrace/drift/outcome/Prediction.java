package io.millrace.drift.outcome;

import org.apache.kafka.common.utils.Bytes;

/**
 * What is kept of a prediction until its outcome comes.
 *
 * @param version of the model that answered
 * @param variant which of those on trial answered
 * @param answer whether the score reached the threshold
 * @param facts what {@link Worth} needs of it
 */
record Prediction(long eventTimeMillis, String version, String variant, double score, boolean answer, Bytes facts) {}
