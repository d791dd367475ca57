package io.millrace.drift.judge;

import io.millrace.drift.bytes.Counts;
import io.millrace.drift.judge.WaitingRows.Row;
import io.millrace.drift.judge.WaitingRows.Speed;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * What was observed of a challenger beside the champion: one object for shadow, canary and A/B. About four KiB of memory and less
 * in bytes ({@link TrialCodec}), however long it lasts; an observation costs well under a microsecond.
 *
 * <p>Trials of parts of the stream (partitions, instances) are combined by {@link #merge}: counts and sums add, exactly and in
 * any order. Only which rows of canary and A/B meet in a pair or block depends on the order within a part, and is no
 * worse for that. Not safe for concurrent use.
 */
public final class Trial {
    private final Loss loss;
    private final PairTally errors = new PairTally();
    private final PairTally latency = new PairTally();
    private final PairTally labels = new PairTally();
    private final ScoreTally scores;
    private final QualityTally quality;
    private final LatencyLimit limit;
    private final WaitingRows waiting = new WaitingRows();
    private final int layout;

    private long championRows;
    private long challengerRows;

    /**
     * A trial without observations.
     *
     * @param reference the champion's scores before the trial; {@link ScoreReference#NONE} and scores are not compared
     */
    public Trial(JudgeSettings settings, ScoreReference reference) {
        double[] cuts = reference.cutsAsArray();
        this.loss = settings.loss();
        this.scores = new ScoreTally(cuts);
        this.quality = Judge.qualityTally(settings);
        this.limit =
                new LatencyLimit(settings.maxLatency(), settings.latencyFloor().toNanos());
        this.layout = TrialCodec.layout(settings, cuts);
    }

    /** An event that both answered: the champion's answer counts, the challenger is its shadow. */
    public void both(Answer champion, Answer challenger) {
        championRows++;
        challengerRows++;
        var ofChampion = new Row(champion.score(), speedOfChampion(champion));
        compare(new Row(challenger.score(), speedOfChallenger(challenger)), ofChampion);
        if (champion.usable() && challenger.usable()) {
            labels.add(champion.label() != challenger.label(), false);
        }
        learnLatency(champion);
    }

    /** An event that only the champion answered. */
    public void champion(Answer answer) {
        championRows++;
        var row = new Row(answer.score(), speedOfChampion(answer));
        var challenger = waiting.partnerOf(row, true);
        if (challenger != null) {
            compare(challenger, row);
        }
        learnLatency(answer);
    }

    /** An event that only the challenger answered. */
    public void challenger(Answer answer) {
        challengerRows++;
        var row = new Row(answer.score(), speedOfChallenger(answer));
        var champion = waiting.partnerOf(row, false);
        if (champion != null) {
            compare(row, champion);
        }
    }

    /**
     * The outcome of an event that both scored. In whatever order outcomes come to be known: but if how long that takes depends on
     * the outcome, hand them over in the order of their events, or the first ones are no fair sample.
     *
     * @param championScore not finite for no usable score, which is the worst loss
     * @param challengerScore the same
     * @throws IllegalArgumentException if the outcome is none that the loss knows; nothing is counted then
     */
    public void outcomeOfBoth(double outcome, double championScore, double challengerScore) {
        quality.add(loss.of(championScore, outcome), loss.of(challengerScore, outcome));
    }

    /** The outcome of an event that only the champion scored. As {@link #outcomeOfBoth}. */
    public void outcomeOfChampion(double outcome, double score) {
        quality.addChampion(loss.of(score, outcome));
    }

    /** The outcome of an event that only the challenger scored. As {@link #outcomeOfBoth}. */
    public void outcomeOfChallenger(double outcome, double score) {
        quality.addChallenger(loss.of(score, outcome));
    }

    /**
     * Adds what another trial observed of the same challenger elsewhere. The other is spent afterwards.
     *
     * @throws IllegalArgumentException if it was counted by other settings or cuts
     */
    public void merge(Trial other) {
        if (other.layout != layout || other == this) {
            throw new IllegalArgumentException("not a part of the same trial");
        }
        championRows += other.championRows;
        challengerRows += other.challengerRows;
        errors.merge(other.errors);
        latency.merge(other.latency);
        labels.merge(other.labels);
        scores.merge(other.scores);
        quality.merge(other.quality);
        limit.merge(other.limit);
        waiting.forgetSpeeds();
        other.waiting.forgetSpeeds();
        boolean champions = other.waiting.champions();
        for (var row : other.waiting.rows()) {
            var partner = waiting.partnerOf(row, champions);
            if (partner != null) {
                compare(champions ? partner : row, champions ? row : partner);
            }
        }
    }

    private void compare(Row challenger, Row champion) {
        boolean championUsable = Double.isFinite(champion.score());
        boolean challengerUsable = Double.isFinite(challenger.score());
        errors.add(!challengerUsable, !championUsable);
        if (championUsable && challengerUsable) {
            scores.add(challenger.score(), champion.score());
        }
        if (champion.speed() != Speed.UNKNOWN && challenger.speed() != Speed.UNKNOWN) {
            latency.add(challenger.speed() == Speed.SLOW, champion.speed() == Speed.SLOW);
        }
    }

    private Speed speedOfChampion(Answer answer) {
        return speed(answer, limit.slowForChampion(answer.latencyNanos()));
    }

    private Speed speedOfChallenger(Answer answer) {
        return speed(answer, limit.slowForChallenger(answer.latencyNanos()));
    }

    private Speed speed(Answer answer, boolean slow) {
        if (!answer.timed() || !limit.known()) {
            return Speed.UNKNOWN;
        }
        return slow ? Speed.SLOW : Speed.IN_TIME;
    }

    /** After the answer was judged: the limit is to be one of the past. */
    private void learnLatency(Answer champion) {
        if (champion.timed() && limit.add(champion.latencyNanos())) {
            waiting.forgetSpeeds();
        }
    }

    /** Events that the champion answered. */
    public long championRows() {
        return championRows;
    }

    /** Events that the challenger answered. */
    public long challengerRows() {
        return challengerRows;
    }

    int layout() {
        return layout;
    }

    PairTally errors() {
        return errors;
    }

    PairTally latency() {
        return latency;
    }

    PairTally labels() {
        return labels;
    }

    ScoreTally scores() {
        return scores;
    }

    QualityTally quality() {
        return quality;
    }

    void write(DataOutputStream out) throws IOException {
        Counts.write(out, championRows);
        Counts.write(out, challengerRows);
        errors.write(out);
        latency.write(out);
        labels.write(out);
        scores.write(out);
        quality.write(out);
        limit.write(out);
        waiting.write(out);
    }

    void read(DataInputStream in) throws IOException {
        championRows = Counts.read(in);
        challengerRows = Counts.read(in);
        errors.read(in);
        latency.read(in);
        labels.read(in);
        scores.read(in);
        quality.read(in);
        limit.read(in);
        waiting.read(in);
    }
}
