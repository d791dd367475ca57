package io.millrace.app.judge;

import io.millrace.app.judge.Contest.Kind;
import io.millrace.app.pipeline.JudgeDefinition;
import io.millrace.app.topology.Variant;
import io.millrace.drift.judge.Answer;
import io.millrace.drift.judge.Evidence;
import io.millrace.drift.judge.Judge;
import io.millrace.drift.judge.Trial;
import io.millrace.drift.judge.Verdict;
import io.millrace.enrich.expression.TextHash;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What has been seen of one contest: a function of what it is told and in which order. Bounded, however long it lasts: so many predictions may
 * wait for the shadow's or the champion's, so many outcomes for their prediction, and so many predictions for their outcome
 * ({@link Sample}). Confined to one thread.
 */
final class Scorecard {
    /** Events that one of two has scored and the other not yet. */
    static final int MOST_HALVES = 20_000;

    /** Outcomes that came before the prediction did. */
    static final int MOST_EARLY = 100_000;

    /** Predictions that wait for their outcome, and entities that have had theirs. */
    static final int MOST_AWAITED = 500_000;

    /** Calls that are remembered, so that one row of each is timed. */
    private static final int CALLS = 1_000;

    private final Contest contest;
    private final JudgeDefinition definition;
    private final long withinMillis;
    private final Judge judge;
    private final RecentScores before = new RecentScores();
    private final Map<Long, Told> halves = latest(MOST_HALVES);
    private final Map<Long, Early> early = latest(MOST_EARLY);
    private final Map<Long, Boolean> calls = latest(CALLS);
    private final Sample awaited = new Sample(MOST_AWAITED);
    private final Sample entities = new Sample(MOST_AWAITED);
    private @Nullable Trial trial;
    private long latestMillis;
    private long outcomes;

    /** An outcome whose prediction has not come. */
    private record Early(double label, long knownMillis) {}

    /** @param within how long after its event an outcome may come */
    Scorecard(Contest contest, JudgeDefinition definition, Duration within) {
        this.contest = contest;
        this.definition = definition;
        this.withinMillis = within.toMillis();
        this.judge = new Judge(definition.settings());
        this.latestMillis = contest.fromMillis();
    }

    private static <T> Map<Long, T> latest(int most) {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, T> eldest) {
                return size() > most;
            }
        };
    }

    Contest contest() {
        return contest;
    }

    /** Latest event time of a prediction. */
    long latestMillis() {
        return latestMillis;
    }

    /** Outcomes that have been handed over. */
    long outcomes() {
        return outcomes;
    }

    /** A prediction, of an answer or of what a shadow said. */
    void told(Told prediction) {
        boolean champions = prediction.digest().equals(contest.champion()) && is(prediction, Variant.CHAMPION);
        if (prediction.millis() < contest.fromMillis()) {
            if (champions) {
                before.called(1, prediction.millis(), place -> prediction.score(), 0);
            }
            return;
        }
        latestMillis = Math.max(latestMillis, prediction.millis());
        boolean challengers = prediction.digest().equals(contest.challenger())
                && is(prediction, Variant.valueOf(contest.kind().name()));
        if (contest.kind() == Kind.SHADOW && (champions || challengers)) {
            half(prediction, champions);
        } else if (champions || challengers) {
            alone(prediction, champions);
        }
    }

    private static boolean is(Told prediction, Variant variant) {
        return prediction.variant().equals(variant.code());
    }

    private void half(Told prediction, boolean champions) {
        long key = TextHash.bits(prediction.id());
        var other = halves.get(key);
        if (other == null) {
            halves.put(key, prediction);
        } else if (!other.digest().equals(prediction.digest())) {
            halves.remove(key);
            var champion = champions ? prediction : other;
            var challenger = champions ? other : prediction;
            trial().both(answer(champion), answer(challenger));
            await(TextHash.bits(champion.event()), champion.millis(), champion.score(), challenger.score());
        }
    }

    private void alone(Told prediction, boolean champions) {
        long event = TextHash.bits(prediction.event());
        double score = prediction.score();
        if (champions) {
            trial().champion(answer(prediction));
        } else {
            trial().challenger(answer(prediction));
        }
        if (prediction.entity() == null || isFirst(prediction.entity(), prediction.millis())) {
            await(event, prediction.millis(), champions ? score : Double.NaN, champions ? Double.NaN : score);
        }
    }

    /** Only its first event counts: further ones would say the same of the same entity again. */
    private boolean isFirst(String entity, long millis) {
        return entities.put(TextHash.bits(entity), millis, 0, 0);
    }

    private Answer answer(Told prediction) {
        boolean timed = prediction.micros() > 0 && calls.put(call(prediction), true) == null;
        return new Answer(prediction.score(), prediction.label(), timed ? prediction.micros() * 1_000 : Answer.UNTIMED);
    }

    /** Rows of one call were scored at the same moment and took as long as each other. */
    private static long call(Told prediction) {
        return TextHash.bits(prediction.digest() + prediction.scoredAtMillis() + "/" + prediction.micros());
    }

    /** @param champion not finite where it did not score; the same for the challenger */
    private void await(long event, long millis, double champion, double challenger) {
        var known = early.remove(event);
        if (known != null) {
            count(millis, champion, challenger, known);
            return;
        }
        if (awaited.size() == MOST_AWAITED) {
            awaited.forgetBefore(Math.max(0, latestMillis - withinMillis));
        }
        awaited.put(event, millis, champion, challenger);
    }

    /**
     * An outcome.
     *
     * @param event id
     * @param label a number; 1 and 0 for true and false
     * @param knownMillis since when it is known
     */
    void outcome(String event, double label, long knownMillis) {
        if (knownMillis < contest.fromMillis()) {
            return; // so its event was before
        }
        long key = TextHash.bits(event);
        var outcome = new Early(label, knownMillis);
        var scores = awaited.take(key);
        if (scores == null) {
            early.put(key, outcome);
        } else {
            count(scores.millis(), scores.first(), scores.second(), outcome);
        }
    }

    private void count(long millis, double champion, double challenger, Early outcome) {
        if (outcome.knownMillis > millis + withinMillis) {
            return;
        }
        try {
            if (contest.kind() == Kind.SHADOW) {
                trial().outcomeOfBoth(outcome.label, champion, challenger);
            } else if (Double.isNaN(challenger)) {
                trial().outcomeOfChampion(outcome.label, champion);
            } else {
                trial().outcomeOfChallenger(outcome.label, challenger);
            }
            outcomes++;
        } catch (IllegalArgumentException e) {
            return; // a label that the loss does not know is no outcome
        }
    }

    private Trial trial() {
        if (trial == null) {
            trial = new Trial(definition.settings(), before.reference());
        }
        return trial;
    }

    /** What is to become of the challenger. */
    Verdict verdict() {
        var seen = trial;
        if (seen == null) {
            return new Verdict.KeepWatching(new Evidence(0, 0, List.of(), List.of()));
        }
        long passed = latestMillis - contest.fromMillis();
        var most = definition.most();
        boolean last = most != null && passed >= most.toMillis();
        var verdict = last ? judge.lastVerdict(seen) : judge.verdict(seen);
        return verdict instanceof Verdict.Promote && passed < definition.least().toMillis()
                ? new Verdict.KeepWatching(verdict.evidence())
                : verdict;
    }
}
