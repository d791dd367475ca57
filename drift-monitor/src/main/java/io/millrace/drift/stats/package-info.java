/**
 * Drift statistics as pure functions of shares, means and counts: each can be checked with pencil and paper, and each says
 * by which definition.
 */
@NullMarked
package io.millrace.drift.stats;

import org.jspecify.annotations.NullMarked;
