package io.millrace.benchmarks.monitor;

import io.millrace.drift.window.RowSample;
import java.time.Duration;

/**
 * What the monitor of a run counts.
 *
 * @param sample of the rows, where they are counted as they are scored
 * @param window length in event time, of a pipeline that has no monitor of its own; positive
 */
public record Watch(RowSample sample, Duration window) {}
