package io.millrace.app.pipeline;

import io.millrace.drift.profile.ReferenceProfile;
import io.millrace.drift.retraining.RetrainingRule;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a pipeline's predictions are watched for drift.
 *
 * @param profile what drift is measured against
 * @param window length of the tumbling event-time windows, [start, start + window)
 * @param grace how long after its end a window still takes late predictions
 * @param warmUp from the first window on, how long no alert is raised because features are still filling
 * @param hold how many windows in a row must drift for an alert, and must not for its end; at least 1
 * @param psi population stability index at or above which a feature has drifted; positive
 * @param meanShift difference of means, in standard deviations of the reference, at or above which a feature has drifted;
 *     positive
 * @param missingShare increase of the share of missing values at or above which a feature has drifted; in (0, 1]
 * @param retraining when a model is asked for because of drift; null if never
 */
public record MonitorDefinition(
        ReferenceProfile profile,
        Duration window,
        Duration grace,
        Duration warmUp,
        int hold,
        double psi,
        double meanShift,
        double missingShare,
        @Nullable RetrainingRule retraining) {}
