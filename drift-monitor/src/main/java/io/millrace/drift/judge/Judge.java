package io.millrace.drift.judge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Says what is to become of a challenger. May be asked after every observation: all tests are e-processes ({@link Bets}), valid
 * under continuous looking.
 *
 * <p>Roll-back: each criterion in use has an equal part of the harm rate (union bound) and tests the hypothesis "within what
 * is tolerated". Promotion: at the error rate, against the hypothesis that the goal is not fulfilled; several hypotheses
 * ({@link Goal#ALIKE}) must all be refuted, each at the error rate (intersection-union test; Berger, 1982).
 *
 * <p>What this rests on: given the past, the next difference has a mean that the hypothesis allows. So events are to be as good as
 * independent between rows (time one row of a call; beware of a few entities with most of the events where entities are divided),
 * and a challenger that is better by day and worse by night is to be watched for days. Immutable; safe for concurrent
 * use on different trials.
 */
public final class Judge {
    /** The tolerance of the latency criterion is in its factor and floor; the shares of slow calls are compared as they are. */
    private static final double LATENCY_MARGIN = 0;

    /** Stands for a limit of 1, whose bets are never looked at. */
    private static final double NOT_JUDGED = 0.5;

    private final JudgeSettings settings;
    private final PairBets errorsAbove;
    private final PairBets errorsBelow;
    private final PairBets latencyAbove = PairBets.above(LATENCY_MARGIN);
    private final PairBets latencyBelow = PairBets.below(LATENCY_MARGIN);
    private final PairBets scoresAbove;
    private final PairBets scoresBelow;
    private final PairBets labelsAbove;
    private final PairBets labelsBelow;
    private final double logHarmNeeded;
    private final double logMeritNeeded;

    public Judge(JudgeSettings settings) {
        this.settings = settings;
        this.errorsAbove = above(settings.maxErrorShare());
        this.errorsBelow = below(settings.maxErrorShare());
        this.scoresAbove = above(settings.maxShift());
        this.scoresBelow = below(settings.maxShift());
        this.labelsAbove = above(settings.maxDisagreement());
        this.labelsBelow = below(settings.maxDisagreement());
        this.logHarmNeeded = StrictMath.log(harmCriteria() / settings.harmRate());
        this.logMeritNeeded = -StrictMath.log(settings.errorRate());
    }

    /** What is to become of the challenger. */
    public Verdict verdict(Trial trial) {
        var evidence = evidence(trial);
        var harm =
                evidence.harm().stream().filter(Finding::shown).max(Comparator.comparingDouble(Finding::logEvidence));
        if (harm.isPresent()) {
            return new Verdict.RollBack(harm.get().criterion(), evidence);
        }
        boolean merit = !evidence.merit().isEmpty() && evidence.merit().stream().allMatch(Finding::shown);
        return merit && trial.challengerRows() >= settings.minEvents()
                ? new Verdict.Promote(evidence)
                : new Verdict.KeepWatching(evidence);
    }

    /** The verdict where no more time is given: the champion stays, unless a promotion is due. */
    public Verdict lastVerdict(Trial trial) {
        var verdict = verdict(trial);
        return verdict instanceof Verdict.KeepWatching
                ? new Verdict.RollBack(Criterion.UNDECIDED, verdict.evidence())
                : verdict;
    }

    /** Everything that the tests have to say so far. */
    public Evidence evidence(Trial trial) {
        return new Evidence(trial.championRows(), trial.challengerRows(), harm(trial), merit(trial));
    }

    private List<Finding> harm(Trial trial) {
        var findings = new ArrayList<Finding>();
        if (judgesErrors()) {
            findings.add(errors(trial, errorsAbove, logHarmNeeded));
        }
        if (judgesLatency()) {
            findings.add(latency(trial, latencyAbove, logHarmNeeded));
        }
        if (judgesScores()) {
            findings.add(scores(trial, trial.scores().logEvidenceApart(scoresAbove), logHarmNeeded));
        }
        if (judgesLabels()) {
            findings.add(labels(trial, labelsAbove, logHarmNeeded));
        }
        double worse = 0 - badBelow(settings) * settings.loss().worst(); // 0, not -0
        findings.add(quality(trial, -1, worse, trial.quality().logEvidenceBad(), logHarmNeeded));
        return findings;
    }

    private List<Finding> merit(Trial trial) {
        var findings = new ArrayList<Finding>();
        if (settings.goal() != Goal.ALIKE) {
            double better = goodAbove(settings) * settings.loss().worst();
            findings.add(quality(trial, 1, better, trial.quality().logEvidenceGood(), logMeritNeeded));
            return findings;
        }
        if (judgesErrors()) {
            findings.add(errors(trial, errorsBelow, logMeritNeeded));
        }
        if (judgesLatency() && trial.latency().pairs() > 0) {
            findings.add(latency(trial, latencyBelow, logMeritNeeded));
        }
        if (judgesScores() && trial.scores().comparable()) {
            findings.add(scores(trial, trial.scores().logEvidenceClose(scoresBelow), logMeritNeeded));
        }
        if (judgesLabels() && trial.labels().pairs() > 0) {
            findings.add(labels(trial, labelsBelow, logMeritNeeded));
        }
        return findings;
    }

    private Finding errors(Trial trial, PairBets bets, double needed) {
        return finding(Criterion.ERRORS, trial.errors(), settings.maxErrorShare(), bets, needed);
    }

    private Finding latency(Trial trial, PairBets bets, double needed) {
        return finding(Criterion.LATENCY, trial.latency(), LATENCY_MARGIN, bets, needed);
    }

    private Finding labels(Trial trial, PairBets bets, double needed) {
        return finding(Criterion.LABELS, trial.labels(), settings.maxDisagreement(), bets, needed);
    }

    private static Finding finding(Criterion criterion, PairTally tally, double limit, PairBets bets, double needed) {
        return new Finding(criterion, tally.pairs(), tally.difference(), limit, tally.logEvidence(bets), needed);
    }

    private Finding scores(Trial trial, double logEvidence, double needed) {
        var scores = trial.scores();
        return new Finding(
                Criterion.SCORES, scores.pairs(), scores.distance(), settings.maxShift(), logEvidence, needed);
    }

    /** A finding on losses, in the loss's unit: how much better, or with sign -1 how much worse, the challenger is. */
    private Finding quality(Trial trial, int sign, double limit, double logEvidence, double needed) {
        var quality = trial.quality();
        double measured = sign * quality.meanGain() * settings.loss().worst();
        return new Finding(Criterion.QUALITY, quality.gains(), measured, limit, logEvidence, needed);
    }

    private int harmCriteria() {
        return 1
                + (judgesErrors() ? 1 : 0)
                + (judgesLatency() ? 1 : 0)
                + (judgesScores() ? 1 : 0)
                + (judgesLabels() ? 1 : 0);
    }

    private boolean judgesErrors() {
        return settings.maxErrorShare() < 1;
    }

    private boolean judgesLatency() {
        return Double.isFinite(settings.maxLatency());
    }

    private boolean judgesScores() {
        return settings.maxShift() < 1;
    }

    private boolean judgesLabels() {
        return settings.maxDisagreement() < 1;
    }

    private static PairBets above(double limit) {
        return PairBets.above(Math.min(limit, NOT_JUDGED));
    }

    private static PairBets below(double limit) {
        return PairBets.below(Math.min(limit, NOT_JUDGED));
    }

    static QualityTally qualityTally(JudgeSettings settings) {
        return new QualityTally(goodAbove(settings), badBelow(settings));
    }

    /** The mean gain that is to be exceeded, in shares of the worst loss. */
    private static double goodAbove(JudgeSettings settings) {
        return settings.goal() == Goal.BETTER ? settings.marginShare() : -settings.marginShare();
    }

    /** The mean gain below which is harm: a challenger that is as good as the champion never does any. */
    private static double badBelow(JudgeSettings settings) {
        return settings.goal() == Goal.BETTER ? 0 : -settings.marginShare();
    }
}
