package io.millrace.drift.topology;

import io.millrace.drift.window.AlertRule;
import io.millrace.drift.window.FalseDiscoveries;
import io.millrace.drift.window.Limits;
import io.millrace.drift.window.SlidingWindows;
import io.millrace.drift.window.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to watch, and when it counts as drift.
 *
 * @param pipeline name of the pipeline whose predictions are watched
 * @param topics where it reads and writes
 * @param windows event-time windows and their grace
 * @param warmUp windows that start before the first event time plus this are warming up: they raise no alert; not negative
 * @param alerts how many windows an alert takes
 * @param limits when a statistic counts as drift
 * @param discoveries how much of what is told as drift may be chance
 * @param by what statistics are told by, besides those of all predictions
 * @param segmentAlerts whether segments raise alerts, too
 * @param watches detectors that read single features, value by value
 * @param idle a partition that brings no prediction for so long by the wall clock is not waited for; as long is the
 *     first report waited after, so that every partition has the time to make itself known; positive
 * @param reportEvery how often a partition says how far it has come, by the wall clock; positive
 * @param retraining when a model is asked for; null if never
 */
public record MonitorSettings(
        String pipeline,
        Topics topics,
        SlidingWindows windows,
        Duration warmUp,
        AlertRule alerts,
        Limits limits,
        FalseDiscoveries discoveries,
        SplitBy by,
        boolean segmentAlerts,
        List<Watch> watches,
        Duration idle,
        Duration reportEvery,
        @Nullable RetrainingSettings retraining) {
    public static final Duration DEFAULT_IDLE = Duration.ofSeconds(30);
    public static final Duration DEFAULT_REPORT_EVERY = Duration.ofSeconds(1);

    /**
     * Where a monitor reads and writes.
     *
     * @param read predictions, or what was counted of them
     * @param from which of both
     * @param partitions of that topic: no window ends before all of them have made themselves known, or those that are read first after a
     *     start would close windows that others still have rows for
     * @param drift statistics are written here
     * @param alerts alerts are written here
     */
    public record Topics(String read, CountedFrom from, int partitions, String drift, String alerts) {}

    /** Refuses impossible values with an IllegalArgumentException that names all of them. */
    public MonitorSettings {
        watches = List.copyOf(watches);
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
        if (topics.from() == CountedFrom.SCORING && !watches.isEmpty()) {
            problems.add("detectors read predictions one by one, and what is read are counts");
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }
}
