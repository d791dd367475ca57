/**
 * How good answers were once outcomes are known, and what to expect of them before: bounded summaries of one window,
 * version, variant and segment that are added to late, merge in any order to the same, and are bytes; the measures that
 * follow from them, each with its error; and limits to these. Pure arithmetic: no clock, no Kafka. Definitions, errors
 * and sizes: {@code docs/quality.md}.
 */
@NullMarked
package io.millrace.drift.quality;

import org.jspecify.annotations.NullMarked;
