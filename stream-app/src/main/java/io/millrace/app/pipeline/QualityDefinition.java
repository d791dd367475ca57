package io.millrace.app.pipeline;

import io.millrace.drift.outcome.QualityKind;
import io.millrace.drift.quality.QualityRule;
import java.time.Duration;
import java.util.List;

/**
 * How predictions are followed until their outcomes come.
 *
 * @param kind what answers are
 * @param window length of the windows of event time, [start, start + window)
 * @param grace how far records of one partition may be out of order
 * @param within an outcome that is known longer after its event does not count
 * @param hold how many windows in a row must be bad for an alert, and must be good for its end; at least 1
 * @param limits when a window is bad
 * @param baseline of so many first windows limits are relative to; at least 1
 * @param worth what pairs are worth
 * @param by columns of predictions, for whose values figures are told, too
 * @param segmentAlerts whether limits hold for these, too
 */
public record QualityDefinition(
        QualityKind kind,
        Duration window,
        Duration grace,
        Duration within,
        int hold,
        QualityRule limits,
        int baseline,
        PairWorth worth,
        List<String> by,
        boolean segmentAlerts) {
    public QualityDefinition {
        by = List.copyOf(by);
    }
}
