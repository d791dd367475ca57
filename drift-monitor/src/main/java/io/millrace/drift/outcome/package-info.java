/**
 * Predictions meet their outcomes by the event's id, and the quality of each window of predictions is told: at its end what is expected, then
 * what is known so far, and once no outcome counts any more what it was. What counts, and when a window is final: ADR 32.
 */
@NullMarked
package io.millrace.drift.outcome;

import org.jspecify.annotations.NullMarked;
