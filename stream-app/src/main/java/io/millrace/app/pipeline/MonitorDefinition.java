package io.millrace.app.pipeline;

import io.millrace.drift.profile.ReferenceProfile;
import io.millrace.drift.retraining.RetrainingRule;
import io.millrace.drift.topology.CountedFrom;
import io.millrace.drift.topology.SplitBy;
import io.millrace.drift.window.AlertRule;
import io.millrace.drift.window.FalseDiscoveries;
import io.millrace.drift.window.Limits;
import io.millrace.drift.window.RowSample;
import io.millrace.drift.window.SlidingWindows;
import io.millrace.drift.window.Watch;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a pipeline's predictions are watched for drift.
 *
 * @param profile what drift is measured against, with the pipeline's own limit to outliers; NaN if it asks for none
 * @param from where predictions are counted
 * @param sample which of the predictions are counted
 * @param windows of event time, and how long they take late predictions
 * @param warmUp from the first window on, how long no alert is raised because features are still filling
 * @param alerts how many windows in a row must drift for an alert, and must not for its end, and how long it is quiet then
 * @param limits which statistics of which feature are drift, and beyond what
 * @param discoveries how much of what is told as drift may be chance
 * @param by what statistics are told by, besides those of all predictions
 * @param segmentAlerts whether those raise alerts, too
 * @param watches detectors that read single features, value by value
 * @param retraining when a model is asked for because of drift; null if never
 */
public record MonitorDefinition(
        ReferenceProfile profile,
        CountedFrom from,
        RowSample sample,
        SlidingWindows windows,
        Duration warmUp,
        AlertRule alerts,
        Limits limits,
        FalseDiscoveries discoveries,
        SplitBy by,
        boolean segmentAlerts,
        List<Watch> watches,
        @Nullable RetrainingRule retraining) {
    /** Length of the windows. */
    public Duration window() {
        return windows.length();
    }

    /** How long after its end a window still takes late predictions. */
    public Duration grace() {
        return windows.grace();
    }

    /** How many windows in a row it takes to raise an alert, or to end it; at least 1. */
    public int hold() {
        return alerts.hold();
    }
}
