package io.millrace.drift.topology;

import io.millrace.drift.retraining.RetrainingRule;

/**
 * When and how the monitor asks for a model to be trained anew.
 *
 * @param topic requests are written here
 * @param folder of the pipeline, as its commands take it
 */
public record RetrainingSettings(String topic, String folder, RetrainingRule rule) {}
