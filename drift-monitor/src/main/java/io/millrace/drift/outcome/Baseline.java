package io.millrace.drift.outcome;

import org.apache.kafka.common.utils.Bytes;

/**
 * The first windows, together.
 *
 * @param windows how many
 * @param quality as {@link WindowQuality} wrote it
 */
record Baseline(int windows, Bytes quality) {}
