/**
 * Judges a challenger against the champion while both answer: error share, latency, distribution of scores, labels and, once
 * outcomes are known, quality. Every test here may be looked at after every event, for ever, at the error rate the user
 * set. Pure arithmetic over what was observed: no clock, no Kafka, the same observations give the same bits.
 */
@NullMarked
package io.millrace.drift.judge;

import org.jspecify.annotations.NullMarked;
