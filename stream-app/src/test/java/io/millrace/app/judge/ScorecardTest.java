package io.millrace.app.judge;

import static io.millrace.app.judge.Trials.CHALLENGER;
import static io.millrace.app.judge.Trials.CHAMPION;
import static io.millrace.app.judge.Trials.OTHER;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.judge.Contest.Kind;
import io.millrace.app.pipeline.JudgeDefinition;
import io.millrace.drift.judge.Criterion;
import io.millrace.drift.judge.Goal;
import io.millrace.drift.judge.JudgeSettings;
import io.millrace.drift.judge.Loss;
import io.millrace.drift.judge.Verdict;
import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Events a millisecond apart, whose probability is a uniform number; models see it, or something near it. */
class ScorecardTest {
    private static final long FROM = 1_000_000;
    private static final int SEEDS = 20;
    private static final Duration WITHIN = Duration.ofHours(1);
    private static final JudgeSettings SETTINGS =
            new JudgeSettings(0.05, 0.01, Goal.BETTER, Loss.brier(), 0, 1, 2, Duration.ofMillis(5), 0.1, 0.2, 500);
    private static final JudgeDefinition DEFINITION = new JudgeDefinition(SETTINGS, Duration.ZERO, null);

    private Scorecard card = card(Kind.SHADOW, DEFINITION);
    private long now = FROM;
    private Random random = new Random(0);

    private static Scorecard card(Kind kind, JudgeDefinition definition) {
        return new Scorecard(new Contest(kind, CHALLENGER, CHAMPION, FROM), definition, WITHIN);
    }

    private static Told told(long event, @Nullable String entity, String digest, String variant, double score) {
        return new Told("p" + event, "e" + event, entity, event, digest, variant, score, score >= 0.5, event / 8, 100);
    }

    /** How much a model misses the probability by. */
    private double near(double probability, double noise) {
        return Math.min(1, Math.max(0, probability + noise * (random.nextDouble() - 0.5)));
    }

    private double[] event(double championNoise, double challengerNoise) {
        double probability = random.nextDouble();
        return new double[] {
            near(probability, championNoise),
            near(probability, challengerNoise),
            random.nextDouble() < probability ? 1 : 0
        };
    }

    private Verdict shadowed(int events, double championNoise, double challengerNoise) {
        Verdict verdict = card.verdict();
        for (int i = 0; i < events && verdict instanceof Verdict.KeepWatching; i++, now++) {
            double[] event = event(championNoise, challengerNoise);
            card.told(told(now, null, CHAMPION, "champion", event[0]));
            card.told(told(now, null, CHALLENGER, "shadow", event[1]));
            card.outcome("e" + now, event[2], now + 60_000);
            verdict = card.verdict();
        }
        return verdict;
    }

    @Test
    void aBetterShadowIsPromotedInEachRun() {
        for (int seed = 0; seed < SEEDS; seed++) {
            random = new Random(seed);
            card = card(Kind.SHADOW, DEFINITION);
            assertThat(shadowed(20_000, 0.6, 0.1)).as("seed %d", seed).isInstanceOf(Verdict.Promote.class);
        }
    }

    @Test
    void anInvertedShadowGoesInEachRun() {
        for (int seed = 0; seed < SEEDS; seed++) {
            random = new Random(seed);
            card = card(Kind.SHADOW, DEFINITION);
            for (int i = 0; i < 200; i++, now++) {
                double score = random.nextDouble();
                card.told(told(now, null, CHAMPION, "champion", score));
                card.told(told(now, null, CHALLENGER, "shadow", 1 - score));
            }
            assertThat(card.verdict())
                    .as("seed %d", seed)
                    .isInstanceOfSatisfying(Verdict.RollBack.class, verdict -> assertThat(verdict.criterion())
                            .isEqualTo(Criterion.LABELS));
        }
    }

    @Test
    void anEquallyGoodShadowStays() {
        int promoted = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            random = new Random(seed);
            card = card(Kind.SHADOW, DEFINITION);
            promoted += shadowed(3_000, 0.3, 0.3) instanceof Verdict.KeepWatching ? 0 : 1;
        }
        assertThat(promoted).isLessThanOrEqualTo(2); // one of twenty, as the error rate says
    }

    @Test
    void whatIsSaidInWhateverOrderIsPairedByThePredictionsId() {
        card.told(told(FROM, null, CHALLENGER, "shadow", 0.2));
        card.told(told(FROM + 1, null, CHAMPION, "champion", 0.8));
        card.told(told(FROM, null, CHAMPION, "champion", 0.3));

        assertThat(card.verdict().evidence().challengerRows()).isEqualTo(1);
        assertThat(card.verdict().evidence().championRows()).isEqualTo(1);
    }

    @Test
    void anOutcomeFindsItsEventWhicheverComesFirst() {
        card.outcome("e" + FROM, 1, FROM + 1);
        card.told(told(FROM, null, CHALLENGER, "shadow", 0.2));
        card.told(told(FROM, null, CHAMPION, "champion", 0.3));
        card.told(told(FROM + 1, null, CHALLENGER, "shadow", 0.2));
        card.told(told(FROM + 1, null, CHAMPION, "champion", 0.3));
        card.outcome("e" + (FROM + 1), 0, FROM + 2);

        assertThat(card.outcomes()).isEqualTo(2);
    }

    @Test
    void oneOfTwoOutcomesOfTheSameEventCounts() {
        card.told(told(FROM, null, CHALLENGER, "shadow", 0.2));
        card.told(told(FROM, null, CHAMPION, "champion", 0.3));

        card.outcome("e" + FROM, 1, FROM + 2);
        card.outcome("e" + FROM, 0, FROM + 3);

        assertThat(card.outcomes()).isEqualTo(1);
    }

    @Test
    void anOutcomeIsInTimeAsLongAsThePipelineSaysAndNotAMillisecondLonger() {
        for (long event = FROM; event < FROM + 2; event++) {
            card.told(told(event, null, CHALLENGER, "shadow", 0.2));
            card.told(told(event, null, CHAMPION, "champion", 0.3));
        }

        card.outcome("e" + FROM, 1, FROM + WITHIN.toMillis());
        card.outcome("e" + (FROM + 1), 1, FROM + 1 + WITHIN.toMillis() + 1);

        assertThat(card.outcomes()).isEqualTo(1);
    }

    @Test
    void whatTheLossDoesNotKnowIsNoOutcome() {
        card.told(told(FROM, null, CHALLENGER, "shadow", 0.2));
        card.told(told(FROM, null, CHAMPION, "champion", 0.3));

        card.outcome("e" + FROM, 2, FROM + 2);

        assertThat(card.outcomes()).isZero();
    }

    @Test
    void whatIsOfBeforeOrOfOthersDoesNotCount() {
        card.told(told(FROM - 1, null, CHALLENGER, "shadow", 0.2));
        card.told(told(FROM - 1, null, CHAMPION, "champion", 0.3));
        card.told(told(FROM, null, OTHER, "shadow", 0.2));
        card.told(told(FROM, null, CHAMPION, "fallback", 0.3));
        card.told(told(FROM, null, CHALLENGER, "canary", 0.3));
        card.outcome("e" + FROM, 1, FROM);

        assertThat(card.verdict().evidence().challengerRows()).isZero();
        assertThat(card.outcomes()).isZero();
    }

    @Test
    void ofAnEntityOnlyTheFirstEventsOutcomeCountsWhereEntitiesAreDivided() {
        card = card(Kind.CANARY, DEFINITION);
        card.told(told(FROM, "anna", CHALLENGER, "canary", 0.2));
        card.told(told(FROM + 1, "anna", CHALLENGER, "canary", 0.2));
        card.told(told(FROM + 2, "bert", CHAMPION, "champion", 0.2));
        card.told(told(FROM + 3, null, CHAMPION, "champion", 0.2));
        for (long event = FROM; event < FROM + 4; event++) {
            card.outcome("e" + event, 1, event);
        }

        assertThat(card.outcomes()).isEqualTo(3);
        assertThat(card.verdict().evidence().challengerRows()).isEqualTo(2);
    }

    @Test
    void aMuchBetterCanaryIsPromoted() {
        card = card(
                Kind.CANARY,
                new JudgeDefinition(
                        new JudgeSettings(
                                0.05, 0.01, Goal.BETTER, Loss.brier(), 0, 1, 2, Duration.ofMillis(5), 1, 1, 500),
                        Duration.ZERO,
                        null));
        Verdict verdict = card.verdict();
        for (int i = 0; i < 100_000 && verdict instanceof Verdict.KeepWatching; i++, now++) {
            double[] event = event(1.6, 0.1);
            boolean canary = random.nextInt(10) < 3;
            card.told(told(
                    now,
                    "of " + now,
                    canary ? CHALLENGER : CHAMPION,
                    canary ? "canary" : "champion",
                    canary ? event[1] : event[0]));
            card.outcome("e" + now, event[2], now);
            verdict = card.verdict();
        }
        assertThat(verdict).isInstanceOf(Verdict.Promote.class);
    }

    @Test
    void nobodyIsPromotedBeforeTheLeastTime() {
        card = card(Kind.SHADOW, new JudgeDefinition(SETTINGS, Duration.ofSeconds(5), null));

        assertThat(shadowed(5_000, 0.6, 0.1)).isInstanceOf(Verdict.KeepWatching.class);
        assertThat(shadowed(1, 0.6, 0.1)).isInstanceOf(Verdict.Promote.class);
    }

    @Test
    void theChampionStaysWhenTimeIsUp() {
        card = card(Kind.SHADOW, new JudgeDefinition(SETTINGS, Duration.ZERO, Duration.ofMillis(100)));

        assertThat(shadowed(100, 0.3, 0.3)).isInstanceOf(Verdict.KeepWatching.class);
        assertThat(shadowed(1, 0.3, 0.3))
                .isInstanceOfSatisfying(Verdict.RollBack.class, verdict -> assertThat(verdict.criterion())
                        .isEqualTo(Criterion.UNDECIDED));
    }

    @Test
    void oneRowOfEachCallIsTimed() {
        for (int i = 0; i < 800; i++, now++) {
            card.told(told(now, null, CHAMPION, "champion", 0.5));
            card.told(told(now, null, CHALLENGER, "shadow", 0.5));
        }
        var latency = card.verdict().evidence().harm().stream()
                .filter(finding -> finding.criterion() == Criterion.LATENCY)
                .findFirst()
                .orElseThrow();
        assertThat(latency.observations()).isLessThanOrEqualTo(100); // calls of eight rows
    }
}
