package io.millrace.app.judge;

import io.millrace.app.topology.CallWatch;
import io.millrace.drift.judge.ScoreReference;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * The latest scores of a champion, as far as one instance sees them: all until there are {@link #MOST}, then one of each call, which costs
 * next to nothing. Thread-safe.
 */
final class RecentScores implements CallWatch {
    static final int MOST = 1024;

    /** Fewer say too little of a distribution. */
    static final int LEAST = 256;

    private final double[] scores = new double[MOST];
    private long told;

    @Override
    public synchronized void called(int rows, long latestMillis, IntToDoubleFunction of, long nanos) {
        if (told >= MOST) {
            add(of.applyAsDouble((int) (told % rows)));
            return;
        }
        for (int i = 0; i < rows && told < MOST; i++) {
            add(of.applyAsDouble(i));
        }
    }

    private void add(double score) {
        if (Double.isFinite(score)) {
            scores[(int) (told % MOST)] = score;
            told++;
        }
    }

    /** How they are distributed; {@link ScoreReference#NONE} as long as there are too few. */
    synchronized ScoreReference reference() {
        return told < LEAST
                ? ScoreReference.NONE
                : ScoreReference.of(Arrays.copyOf(scores, (int) Math.min(told, MOST)));
    }
}
