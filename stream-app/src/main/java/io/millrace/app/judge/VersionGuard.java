package io.millrace.app.judge;

import io.millrace.app.topology.CallWatch;
import io.millrace.drift.judge.Answer;
import io.millrace.drift.judge.GuardRail;
import io.millrace.drift.judge.GuardSettings;
import io.millrace.drift.judge.ScoreReference;
import io.millrace.drift.judge.Verdict;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The guard rails of one contest at one instance. Scores are watched as soon as enough of the champion's are known; errors and latency from the
 * first call on. Each of the two has half of the alarm rate. Confined to one thread at a time.
 */
final class VersionGuard {
    private final GuardSettings scoreSettings;
    private final Supplier<ScoreReference> champion;
    private final GuardRail calls;
    private @Nullable GuardRail scores;
    private boolean alarmed;

    /** @param champion how its scores are distributed; {@link ScoreReference#NONE} as long as that is not known */
    VersionGuard(GuardSettings settings, Supplier<ScoreReference> champion) {
        double rate = settings.alarmRate() / 2;
        this.calls = new GuardRail(
                new GuardSettings(rate, settings.maxErrorShare(), settings.maxP99(), 1), ScoreReference.NONE);
        this.scoreSettings = new GuardSettings(rate, 1, GuardSettings.ANY_LATENCY, settings.maxShift());
        this.champion = champion;
    }

    /**
     * A call has ended.
     *
     * @param nanos {@link CallWatch#NOT_MADE} if the model was left alone
     * @return what shows that a limit is exceeded; empty if none is, and if that has been said already
     */
    Optional<Verdict.RollBack> called(int rows, IntToDoubleFunction of, long nanos) {
        if (alarmed) {
            return Optional.empty();
        }
        var watching = scores();
        for (int i = 0; i < rows; i++) {
            boolean timed = i == 0 && nanos != CallWatch.NOT_MADE;
            var answer = new Answer(of.applyAsDouble(i), false, timed ? nanos : Answer.UNTIMED);
            calls.observe(answer);
            if (watching != null) {
                watching.observe(answer);
            }
        }
        var verdict = calls.verdict();
        if (!(verdict instanceof Verdict.RollBack) && watching != null) {
            verdict = watching.verdict();
        }
        alarmed = verdict instanceof Verdict.RollBack;
        return verdict instanceof Verdict.RollBack alarm ? Optional.of(alarm) : Optional.empty();
    }

    private @Nullable GuardRail scores() {
        if (scores == null) {
            var reference = champion.get();
            if (!reference.equals(ScoreReference.NONE)) {
                scores = new GuardRail(scoreSettings, reference);
            }
        }
        return scores;
    }
}
