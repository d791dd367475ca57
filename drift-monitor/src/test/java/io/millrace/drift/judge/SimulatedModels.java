package io.millrace.drift.judge;

import java.util.Random;

/**
 * Events with outcomes, and two models that see the logit of each event's probability through noise of their own: the less
 * noise, the better the model. With as much noise they are equally good, and different.
 */
final class SimulatedModels {
    private static final double CHAMPION_NOISE = 0.8;
    private static final double TYPICAL_NANOS = 200_000;
    private static final double ERROR_SHARE = 0.0001;

    /** What is wrong with the challenger. */
    enum Fault {
        NONE,
        /** One answer of a hundred is NaN. */
        NAN,
        /** 50 ms more per row. */
        SLOW,
        /** 1 - p. */
        INVERTED
    }

    /** An event, both answers, and its outcome. */
    record Event(double outcome, Answer champion, Answer challenger) {}

    private final Random random;
    private final double meanLogit;
    private final double challengerNoise;
    private final Fault fault;

    private SimulatedModels(long seed, double meanLogit, double challengerNoise, Fault fault) {
        this.random = new Random(seed);
        this.meanLogit = meanLogit;
        this.challengerNoise = challengerNoise;
        this.fault = fault;
    }

    /** One event of five has outcome 1; the models are equally good. */
    static SimulatedModels equal(long seed) {
        return new SimulatedModels(seed, -1.8, CHAMPION_NOISE, Fault.NONE);
    }

    /** One event of a hundred has outcome 1; the models are equally good. */
    static SimulatedModels rare(long seed) {
        return new SimulatedModels(seed, -5.3, CHAMPION_NOISE, Fault.NONE);
    }

    SimulatedModels withNoise(double noise) {
        return new SimulatedModels(random.nextLong(), meanLogit, noise, fault);
    }

    SimulatedModels with(Fault other) {
        return new SimulatedModels(random.nextLong(), meanLogit, challengerNoise, other);
    }

    Event next() {
        double logit = meanLogit + 1.2 * random.nextGaussian();
        double outcome = random.nextDouble() < probability(logit) ? 1 : 0;
        var champion = answer(probability(logit + CHAMPION_NOISE * random.nextGaussian()), ERROR_SHARE, 0);
        double score = probability(logit + challengerNoise * random.nextGaussian());
        var challenger = answer(
                fault == Fault.INVERTED ? 1 - score : score,
                fault == Fault.NAN ? 0.01 : ERROR_SHARE,
                fault == Fault.SLOW ? 50_000_000 : 0);
        return new Event(outcome, champion, challenger);
    }

    private Answer answer(double score, double errorShare, long moreNanos) {
        long nanos = moreNanos + (long) (TYPICAL_NANOS * Math.exp(0.6 * random.nextGaussian()));
        return random.nextDouble() < errorShare ? Answer.unusable(nanos) : new Answer(score, score >= 0.5, nanos);
    }

    /** The champion's scores before the trial. */
    ScoreReference reference() {
        double[] scores = new double[2000];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = next().champion().score();
        }
        return ScoreReference.of(scores);
    }

    private static double probability(double logit) {
        return 1 / (1 + Math.exp(-logit));
    }
}
