package io.millrace.drift.judge;

import java.time.Duration;
import java.util.ArrayList;

/**
 * How a challenger is judged.
 *
 * @param errorRate a challenger that does not fulfil the goal is ever promoted with at most this probability; in (0, 1)
 * @param harmRate a challenger that does no harm is ever rolled back with at most this probability; in (0, 1). Each criterion
 *     in use has an equal part of it
 * @param goal what is to be shown for a promotion
 * @param loss how wrong a score was
 * @param margin in the loss's unit: how much better ({@link Goal#BETTER}; at least 0) or how much worse
 *     ({@link Goal#NO_WORSE}; positive); less than the worst loss
 * @param maxErrorShare by how much the challenger's share of rows without a score may exceed the champion's; in [0, 1], 1 for
 *     not judged
 * @param maxLatency what the challenger's p99 may be in multiples of the champion's, beside {@code latencyFloor}; at least
 *     1, infinite for not judged
 * @param latencyFloor what the challenger's p99 may be beyond that; not negative
 * @param maxShift by how much the distribution functions of the scores may differ anywhere; in (0, 1], 1 for not judged
 * @param maxDisagreement the share of events that both scored and may be labelled differently; in (0, 1], 1 for not judged
 * @param minEvents no promotion before the challenger answered so many events; at least 1
 */
public record JudgeSettings(
        double errorRate,
        double harmRate,
        Goal goal,
        Loss loss,
        double margin,
        double maxErrorShare,
        double maxLatency,
        Duration latencyFloor,
        double maxShift,
        double maxDisagreement,
        long minEvents) {

    /** Better by the Brier score. */
    public static final JudgeSettings DEFAULTS =
            new JudgeSettings(0.05, 0.01, Goal.BETTER, Loss.brier(), 0, 0.001, 2, Duration.ofMillis(5), 0.1, 0.2, 1000);

    /** Refuses impossible values with an IllegalArgumentException that names all of them. */
    public JudgeSettings {
        var problems = new ArrayList<String>();
        if (!(errorRate > 0 && errorRate < 1)) {
            problems.add("error-rate must be in (0, 1), was " + errorRate);
        }
        if (!(harmRate > 0 && harmRate < 1)) {
            problems.add("harm-rate must be in (0, 1), was " + harmRate);
        }
        if (!(margin >= 0 && margin < loss.worst())) {
            problems.add("margin must be in [0, " + loss.worst() + "), was " + margin);
        } else if (goal == Goal.NO_WORSE && margin == 0) {
            problems.add("margin must be positive for a challenger that need not be better");
        }
        if (!(maxErrorShare >= 0 && maxErrorShare <= 1)) {
            problems.add("max-error-share must be in [0, 1], was " + maxErrorShare);
        }
        if (!(maxLatency >= 1)) {
            problems.add("max-latency must be at least 1, was " + maxLatency);
        }
        if (latencyFloor.isNegative()) {
            problems.add("latency-floor must not be negative, was " + latencyFloor);
        }
        if (!(maxShift > 0 && maxShift <= 1)) {
            problems.add("max-shift must be in (0, 1], was " + maxShift);
        }
        if (!(maxDisagreement > 0 && maxDisagreement <= 1)) {
            problems.add("max-disagreement must be in (0, 1], was " + maxDisagreement);
        }
        if (minEvents < 1) {
            problems.add("min-events must be at least 1, was " + minEvents);
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    /** The margin in shares of the worst loss, in [0, 1). */
    double marginShare() {
        return margin / loss.worst();
    }
}
