package io.millrace.drift.judge;

import io.millrace.drift.bytes.Counts;
import io.millrace.drift.bytes.StateBytes;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoublePredicate;

/**
 * Hard limits to a challenger that need no champion beside it: the share of rows without a usable score, p99, and the distance of its
 * scores from the champion's before the trial. Quick, also for a fault that begins late, and with a bounded
 * probability of a false alarm over all time ({@link Rail}).
 *
 * <p>Depends on the order of rows: one guard rail watches one stream of rows. Where several instances score, either each
 * has its own with its part of the alarm rate, or rows are sent to one. Not safe for concurrent use.
 */
public final class GuardRail {
    private static final byte VERSION = 1;
    private static final double SLOW_SHARE = 0.01;

    private final GuardSettings settings;
    private final List<DoublePredicate> scoreTests = new ArrayList<>();
    private final Rail errors;
    private final Rail latency;
    private final Rail scores;
    private final long maxP99Nanos;
    private final double logNeeded;
    private final int layout;

    private long rows;

    /**
     * Before the first row.
     *
     * @param reference the champion's scores before the trial; {@link ScoreReference#NONE} and scores are not watched
     */
    public GuardRail(GuardSettings settings, ScoreReference reference) {
        this.settings = settings;
        this.maxP99Nanos = settings.maxP99().toNanos();
        this.errors = new Rail(watchesErrors() ? new double[] {settings.maxErrorShare()} : new double[0]);
        this.latency = new Rail(watchesLatency() ? new double[] {SLOW_SHARE} : new double[0]);
        this.scores = new Rail(scoreLimits(reference));
        int rails = (watchesErrors() ? 1 : 0) + (watchesLatency() ? 1 : 0) + (watchesScores() ? 1 : 0);
        this.logNeeded = StrictMath.log(Math.max(rails, 1) / settings.alarmRate());
        this.layout = StateBytes.layout(
                Double.toString(settings.maxErrorShare()),
                settings.maxP99().toString(),
                Double.toString(settings.maxShift()),
                reference.toString());
    }

    /** Two shares for each cut: of scores at or below it and of scores above it, where exceeding their limit is possible. */
    private double[] scoreLimits(ScoreReference reference) {
        var limits = new ArrayList<Double>();
        for (int i = 0; i < reference.cuts().size(); i++) {
            double cut = reference.cuts().get(i);
            double below = reference.shares().get(i) + settings.maxShift();
            double above = 1 - reference.shares().get(i) + settings.maxShift();
            if (below < 1) {
                limits.add(below);
                scoreTests.add(score -> score <= cut);
            }
            if (above < 1) {
                limits.add(above);
                scoreTests.add(score -> score > cut);
            }
        }
        return limits.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** A row of the challenger. */
    public void observe(Answer answer) {
        rows++;
        if (watchesErrors()) {
            errors.nextRow();
            errors.tell(0, !answer.usable());
        }
        if (watchesLatency() && answer.timed()) {
            latency.nextRow();
            latency.tell(0, answer.latencyNanos() > maxP99Nanos);
        }
        if (watchesScores() && answer.usable()) {
            scores.nextRow();
            for (int i = 0; i < scoreTests.size(); i++) {
                scores.tell(i, scoreTests.get(i).test(answer.score()));
            }
        }
    }

    /** {@link Verdict.RollBack} if a limit is exceeded, else {@link Verdict.KeepWatching}. */
    public Verdict verdict() {
        var findings = new ArrayList<Finding>();
        if (watchesErrors()) {
            findings.add(errors.finding(Criterion.GUARD_ERRORS, logNeeded));
        }
        if (watchesLatency()) {
            findings.add(latency.finding(Criterion.GUARD_LATENCY, logNeeded));
        }
        if (watchesScores()) {
            findings.add(scores.finding(Criterion.GUARD_SCORES, logNeeded));
        }
        var evidence = new Evidence(0, rows, findings, List.of());
        for (var finding : findings) {
            if (finding.shown()) {
                return new Verdict.RollBack(finding.criterion(), evidence);
            }
        }
        return new Verdict.KeepWatching(evidence);
    }

    /** The state as bytes: some hundred, and about 90 for each cut of the reference. */
    public byte[] encode() {
        return StateBytes.encode(VERSION, layout, this::write);
    }

    /**
     * Goes on from what was encoded, to the same bits.
     *
     * @return empty if that was by other limits or another reference; the alarm rate may be another one
     * @throws IllegalArgumentException if the bytes are none of ours, or of a version this code does not know
     */
    public static Optional<GuardRail> decode(GuardSettings settings, ScoreReference reference, byte[] bytes) {
        var rail = new GuardRail(settings, reference);
        return StateBytes.decode(VERSION, rail.layout, bytes, rail::read) ? Optional.of(rail) : Optional.empty();
    }

    private void write(DataOutputStream out) throws IOException {
        Counts.write(out, rows);
        errors.write(out);
        latency.write(out);
        scores.write(out);
    }

    private void read(DataInputStream in) throws IOException {
        rows = Counts.read(in);
        errors.read(in);
        latency.read(in);
        scores.read(in);
    }

    private boolean watchesErrors() {
        return settings.maxErrorShare() < 1;
    }

    private boolean watchesLatency() {
        return maxP99Nanos < Long.MAX_VALUE;
    }

    private boolean watchesScores() {
        return !scoreTests.isEmpty();
    }
}
