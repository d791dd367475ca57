/**
 * Watches a prediction topic: how features and score of each event-time window compare with the profile of the rows a
 * model was trained on, and how a challenger does beside the champion. The arithmetic is pure and lives below
 * {@code profile}, {@code sketch} (what is kept of current rows), {@code stats} and {@code compare} (how they differ),
 * {@code outlier}, {@code window}, {@code judge} and {@code quality} (how good answers were); only {@code topology} knows of Kafka.
 */
@NullMarked
package io.millrace.drift;

import org.jspecify.annotations.NullMarked;
