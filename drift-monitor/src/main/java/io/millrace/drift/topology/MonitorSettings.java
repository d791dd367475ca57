package io.millrace.drift.topology;

import io.millrace.drift.window.AlertRule;
import io.millrace.drift.window.Thresholds;
import io.millrace.drift.window.TumblingWindows;
import java.time.Duration;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * What to watch, and when it counts as drift.
 *
 * @param pipeline name of the pipeline whose predictions are watched
 * @param predictionsTopic read
 * @param driftTopic statistics are written here
 * @param alertsTopic alerts are written here
 * @param windows event-time windows and their grace
 * @param warmUp windows that start before the first event time plus this are warming up: they raise no alert; not negative
 * @param alerts how many windows an alert takes
 * @param thresholds when a statistic counts as drift
 * @param idle a partition that brings no prediction for so long by the wall clock is not waited for; as long is the
 *     first report waited after, so that every partition has the time to make itself known; positive
 * @param reportEvery how often a partition reports what changed, by the wall clock; positive
 * @param retraining when a model is asked for; null if never
 */
public record MonitorSettings(
        String pipeline,
        String predictionsTopic,
        String driftTopic,
        String alertsTopic,
        TumblingWindows windows,
        Duration warmUp,
        AlertRule alerts,
        Thresholds thresholds,
        Duration idle,
        Duration reportEvery,
        @Nullable RetrainingSettings retraining) {
    public static final Duration DEFAULT_IDLE = Duration.ofSeconds(30);
    public static final Duration DEFAULT_REPORT_EVERY = Duration.ofSeconds(1);

    /** Refuses impossible values with an IllegalArgumentException that names all of them. */
    public MonitorSettings {
        var problems = new ArrayList<String>();
        if (warmUp.isNegative()) {
            problems.add("warm-up must not be negative, was " + warmUp);
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

    /** With the defaults for everything a pipeline file does not set. */
    public MonitorSettings(
            String pipeline,
            String predictionsTopic,
            String driftTopic,
            String alertsTopic,
            Duration window,
            Duration grace,
            Duration warmUp,
            int hold,
            double psiThreshold,
            double meanShiftThreshold,
            double missingShareThreshold,
            @Nullable RetrainingSettings retraining) {
        this(
                pipeline,
                predictionsTopic,
                driftTopic,
                alertsTopic,
                new TumblingWindows(window, grace),
                warmUp,
                new AlertRule(hold),
                new Thresholds(psiThreshold, meanShiftThreshold, missingShareThreshold, Thresholds.DEFAULT_MIN_SAMPLES),
                DEFAULT_IDLE,
                DEFAULT_REPORT_EVERY,
                retraining);
    }
}
