package io.millrace.drift.outcome;

import io.millrace.drift.quality.QualityRule;
import io.millrace.drift.topology.RetrainingSettings;
import io.millrace.drift.window.AlertRule;
import io.millrace.drift.window.Segment;
import io.millrace.drift.window.TumblingWindows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How outcomes are followed.
 *
 * @param pipeline name of the pipeline whose predictions are followed
 * @param topics read and written
 * @param partitions of both topics that are read
 * @param predictions schema of predictions
 * @param windows of the predictions' event time; the grace is how far records of one partition may be out of order
 * @param within an outcome that is known longer after its event does not count; positive
 * @param kind what answers are
 * @param worths names of what pairs are worth
 * @param expectation what is expected of scores; null where nothing is
 * @param limits when a window is bad
 * @param baseline of so many first windows limits are relative to; at least 1
 * @param alerts how many windows an alert takes
 * @param by fields that predictions carry, for whose values figures are told, too
 * @param segmentAlerts whether limits hold for these, too
 * @param idle a partition that has been read to its end and brings nothing for so long by the wall clock is not waited for; positive
 * @param reportEvery how often a partition tells what changed, by the wall clock; positive
 * @param retraining when a model is asked for; null if never
 */
public record QualitySettings(
        String pipeline,
        Topics topics,
        int partitions,
        Schema predictions,
        TumblingWindows windows,
        Duration within,
        QualityKind kind,
        Set<String> worths,
        @Nullable Expectation expectation,
        QualityRule limits,
        int baseline,
        AlertRule alerts,
        List<String> by,
        boolean segmentAlerts,
        Duration idle,
        Duration reportEvery,
        @Nullable RetrainingSettings retraining) {
    public static final Duration DEFAULT_IDLE = Duration.ofSeconds(30);
    public static final Duration DEFAULT_REPORT_EVERY = Duration.ofSeconds(2);

    /**
     * Names of topics.
     *
     * @param predictions read
     * @param outcomes read
     * @param quality statistics are written here
     * @param alerts alerts are written here
     */
    public record Topics(String predictions, String outcomes, String quality, String alerts) {}

    /** Refuses impossible values with an IllegalArgumentException that names all of them. */
    public QualitySettings {
        worths = Set.copyOf(worths);
        by = List.copyOf(by);
        var problems = new ArrayList<String>();
        if (partitions < 1) {
            problems.add("there must be at least one partition, not " + partitions);
        }
        if (within.toMillis() < 1) {
            problems.add("outcomes must count for at least 1 ms, not " + within);
        }
        if (baseline < 1) {
            problems.add("a baseline has at least one window, not " + baseline);
        }
        for (var field : by) {
            if (predictions.getField(field) == null) {
                problems.add("predictions have no field \"" + field + "\" to split them by");
            }
        }
        if (idle.toMillis() < 1) {
            problems.add("idle must be at least 1 ms, was " + idle);
        }
        if (reportEvery.toMillis() < 1) {
            problems.add("the time between reports must be at least 1 ms, was " + reportEvery);
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    /** Whether something is to be told of a segment; of all answers always. */
    boolean tells(Segment segment) {
        return segment.equals(Segment.WHOLE) || by.contains(segment.by());
    }

    /** What is expected is known as soon as the window has ended: these windows say when. */
    TumblingWindows ending() {
        return windows;
    }

    /** And these when no outcome counts any more. */
    TumblingWindows closing() {
        return new TumblingWindows(windows.length(), windows.grace().plus(within));
    }
}
