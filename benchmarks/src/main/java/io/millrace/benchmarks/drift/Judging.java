package io.millrace.benchmarks.drift;

import io.millrace.drift.window.AlertRule.Verdict;
import io.millrace.drift.window.Observation;
import io.millrace.drift.window.WindowAccumulator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What says of windows whether features have drifted. Not safe for use by several threads. */
sealed interface Judging permits Readers, Statistics {
    /** What a window says of one test of one feature. */
    record Said(String feature, String test, Verdict verdict) {}

    /** Every row of a window, before it is judged. */
    void read(Observation row);

    /**
     * What is said of a window, in a fixed order.
     *
     * @param start of windows one after the other, from 0
     */
    List<Said> of(WindowAccumulator window, long start);

    /**
     * As it is, and by itself from now on.
     *
     * @param feature that alone is of interest; null if all are
     */
    Judging copy(@Nullable String feature);
}
