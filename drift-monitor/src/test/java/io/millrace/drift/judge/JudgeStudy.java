package io.millrace.drift.judge;

import io.millrace.drift.judge.SimulatedModels.Event;
import io.millrace.drift.judge.SimulatedModels.Fault;
import io.millrace.drift.judge.Verdict.KeepWatching;
import io.millrace.drift.judge.Verdict.Promote;
import io.millrace.drift.judge.Verdict.RollBack;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.function.LongFunction;

/** Prints the figures of docs/judge.md; some minutes. Seeds are fixed. */
final class JudgeStudy {
    private static final JudgeSettings SETTINGS = JudgeSettings.DEFAULTS;
    private static final Judge JUDGE = new Judge(SETTINGS);

    private JudgeStudy() {}

    /** How events are divided: a share of 1 stands for shadow. */
    record Ways(String name, double share) {
        static final Ways SHADOW = new Ways("shadow", 1);
        static final Ways HALVES = new Ways("A/B 50 %", 0.5);
        static final Ways CANARY_10 = new Ways("canary 10 %", 0.1);
        static final Ways CANARY_1 = new Ways("canary 1 %", 0.01);
    }

    /** How a trial went. */
    record Course(Verdict verdict, long events, long challengerRows) {}

    public static void main(String[] arguments) {
        String what = arguments.length > 0 ? arguments[0] : "all";
        if (what.equals("all") || what.equals("equal")) {
            equal("1 of 5 positive", SimulatedModels::equal, Ways.SHADOW, 10_000);
            equal("1 of 5 positive", SimulatedModels::equal, Ways.HALVES, 10_000);
            equal("1 of 5 positive", SimulatedModels::equal, Ways.CANARY_10, 20_000);
            equal("1 of 5 positive", SimulatedModels::equal, Ways.CANARY_1, 50_000);
            equal("1 of 100 positive", SimulatedModels::rare, Ways.SHADOW, 10_000);
            equal("1 of 100 positive", SimulatedModels::rare, Ways.HALVES, 10_000);
        }
        if (what.equals("all") || what.equals("peeking")) {
            peeking();
            shift();
        }
        if (what.equals("all") || what.equals("faults")) {
            for (var fault : new Fault[] {Fault.NAN, Fault.SLOW, Fault.INVERTED}) {
                for (var ways : new Ways[] {Ways.SHADOW, Ways.HALVES, Ways.CANARY_1}) {
                    faults(fault, ways);
                }
                guard(fault, 0);
                guard(fault, 100_000);
            }
            guard(Fault.NONE, 0);
        }
        if (what.equals("all") || what.equals("entities")) {
            for (int entities : new int[] {50, 200, 1000, 10_000}) {
                entities(entities, 10_000);
            }
            entities(1000, 50_000);
            entities(10_000, 50_000);
        }
        if (what.equals("all") || what.equals("alike")) {
            for (var ways : new Ways[] {Ways.SHADOW, Ways.HALVES, Ways.CANARY_10}) {
                alike(ways);
            }
        }
        if (what.equals("all") || what.equals("better")) {
            for (double noise : new double[] {0.3, 0.5, 0.65, 0.72}) {
                for (var ways : new Ways[] {Ways.SHADOW, Ways.HALVES, Ways.CANARY_10}) {
                    better("1 of 5", SimulatedModels::equal, noise, ways);
                }
            }
            for (double noise : new double[] {0.0, 0.3, 0.5}) {
                better("1 of 100", SimulatedModels::rare, noise, Ways.SHADOW);
            }
        }
    }

    private static void equal(String name, LongFunction<SimulatedModels> models, Ways ways, long events) {
        int promoted = 0;
        int rolledBack = 0;
        for (int seed = 0; seed < 500; seed++) {
            var made = models.apply(seed);
            var reference = made.reference();
            var course = trial(JUDGE, new Trial(SETTINGS, reference), made, ways, seed, events, true);
            promoted += course.verdict() instanceof Promote ? 1 : 0;
            rolledBack += course.verdict() instanceof RollBack ? 1 : 0;
        }
        System.out.printf(
                "equal | %s | %s | %d events | promoted %d of 500 | rolled back %d of 500%n",
                name, ways.name(), events, promoted, rolledBack);
    }

    /** What a t-test at 5 % finds in equals if it is looked at after every event, and the bets with the wildest gains. */
    private static void peeking() {
        int byTest = 0;
        int byBets = 0;
        var loss = Loss.brier();
        for (int seed = 0; seed < 500; seed++) {
            var models = SimulatedModels.equal(seed);
            var random = new Random(seed);
            var wild = new QualityTally(0, 0);
            boolean testShows = false;
            boolean betsShow = false;
            double sum = 0;
            double squares = 0;
            for (int n = 1; n <= 10_000; n++) {
                var event = models.next();
                double gain = loss.of(event.champion().score(), event.outcome())
                        - loss.of(event.challenger().score(), event.outcome());
                sum += gain;
                squares += gain * gain;
                double error = Math.sqrt((squares / n - sum / n * sum / n) / n);
                testShows |= n >= 100 && sum / n > 1.645 * error;
                boolean heads = random.nextBoolean();
                wild.add(heads ? 1 : 0, heads ? 0 : 1);
                betsShow |= wild.logEvidenceGood() >= Math.log(20);
            }
            byTest += testShows ? 1 : 0;
            byBets += betsShow ? 1 : 0;
        }
        System.out.printf("peeking | t-test %d of 500 | bets on a fair coin %d of 500%n", byTest, byBets);
    }

    /** Pairs until a shift of 0.2 of uniform scores is found where 0.1 is tolerated. */
    private static void shift() {
        long[] pairs = new long[200];
        for (int seed = 0; seed < pairs.length; seed++) {
            var random = new Random(seed);
            double[] scores = new double[2000];
            Arrays.setAll(scores, i -> random.nextDouble());
            var tally = new ScoreTally(ScoreReference.of(scores).cutsAsArray());
            var bets = PairBets.above(0.1);
            while (tally.logEvidenceApart(bets) < Math.log(500)) {
                double uniform = random.nextDouble();
                tally.add(uniform < 0.5 ? 0.6 * uniform : 1.4 * uniform - 0.4, random.nextDouble());
            }
            pairs[seed] = tally.pairs();
        }
        print("shift of 0.2", pairs);
    }

    /** Equally good models where entities, not events, are divided, and entities differ: what dependence does to the rate. */
    private static void entities(int entities, int events) {
        int promoted = 0;
        int rolledBack = 0;
        for (int seed = 0; seed < 500; seed++) {
            var random = new Random(seed);
            double[] logits = new double[entities];
            boolean[] challenged = new boolean[entities];
            for (int i = 0; i < entities; i++) {
                logits[i] = -1.8 + 1.2 * random.nextGaussian();
                challenged[i] = random.nextBoolean();
            }
            var trial = new Trial(SETTINGS, ScoreReference.NONE);
            Verdict verdict = JUDGE.verdict(trial);
            for (int event = 0; event < events && verdict instanceof KeepWatching; event++) {
                int entity = random.nextInt(entities);
                double score = 1 / (1 + Math.exp(-logits[entity] - 0.8 * random.nextGaussian()));
                double outcome = random.nextDouble() < 1 / (1 + Math.exp(-logits[entity])) ? 1 : 0;
                var answer = new Answer(score, score >= 0.5, Answer.UNTIMED);
                if (challenged[entity]) {
                    trial.challenger(answer);
                    trial.outcomeOfChallenger(outcome, score);
                } else {
                    trial.champion(answer);
                    trial.outcomeOfChampion(outcome, score);
                }
                verdict = JUDGE.verdict(trial);
            }
            promoted += verdict instanceof Promote ? 1 : 0;
            rolledBack += verdict instanceof RollBack ? 1 : 0;
        }
        System.out.printf(
                "entities | %d in %d events | promoted %d of 500 | rolled back %d of 500%n",
                entities, events, promoted, rolledBack);
    }

    private static void faults(Fault fault, Ways ways) {
        long[] rows = new long[200];
        String criterion = "";
        for (int seed = 0; seed < rows.length; seed++) {
            var models = SimulatedModels.equal(seed);
            var trial = new Trial(SETTINGS, models.reference());
            var course = trial(JUDGE, trial, models.with(fault), ways, seed, 1_000_000, false);
            rows[seed] = course.verdict() instanceof RollBack ? course.challengerRows() : Long.MAX_VALUE;
            criterion =
                    course.verdict() instanceof RollBack back ? back.criterion().text() : "none";
        }
        print("fault " + fault + " | judge, " + ways.name() + " | " + criterion, rows);
    }

    /** Rows of the challenger after a fault began until a guard rail tells. */
    private static void guard(Fault fault, int goodRows) {
        long[] rows = new long[200];
        int falseAlarms = 0;
        String criterion = "none";
        var settings = new GuardSettings(0.001, 0.001, Duration.ofMillis(20), 0.3);
        for (int seed = 0; seed < rows.length; seed++) {
            var models = SimulatedModels.equal(seed);
            var rail = new GuardRail(settings, models.reference());
            for (int row = 0; row < goodRows; row++) {
                rail.observe(models.next().challenger());
            }
            if (rail.verdict() instanceof RollBack) {
                falseAlarms++;
            }
            var faulty = models.with(fault);
            rows[seed] = Long.MAX_VALUE;
            for (int row = 1; row <= 50_000; row++) {
                rail.observe(faulty.next().challenger());
                if (rail.verdict() instanceof RollBack back) {
                    rows[seed] = row;
                    criterion = back.criterion().text();
                    break;
                }
            }
        }
        print(
                "fault " + fault + " | guard rail after " + goodRows + " good rows | " + criterion + " | false alarms "
                        + falseAlarms,
                rows);
    }

    /** Without outcomes: events until an equally good challenger is shown to be alike. */
    private static void alike(Ways ways) {
        var settings = new JudgeSettings(
                0.05,
                0.01,
                Goal.ALIKE,
                Loss.brier(),
                0,
                SETTINGS.maxErrorShare(),
                SETTINGS.maxLatency(),
                SETTINGS.latencyFloor(),
                SETTINGS.maxShift(),
                SETTINGS.maxDisagreement(),
                SETTINGS.minEvents());
        var judge = new Judge(settings);
        long[] events = new long[50];
        for (int seed = 0; seed < events.length; seed++) {
            var models = SimulatedModels.equal(seed);
            var trial = new Trial(settings, models.reference());
            var course = trial(judge, trial, models, ways, seed, 300_000, false);
            events[seed] = course.verdict() instanceof Promote ? course.events() : Long.MAX_VALUE;
        }
        print("alike | " + ways.name(), events);
    }

    private static void better(String name, LongFunction<SimulatedModels> made, double noise, Ways ways) {
        long[] outcomes = new long[50];
        int rolledBack = 0;
        double gain = 0;
        for (int seed = 0; seed < outcomes.length; seed++) {
            var models = made.apply(seed);
            var trial = new Trial(SETTINGS, models.reference());
            var course = trial(JUDGE, trial, models.withNoise(noise), ways, seed, 300_000, true);
            outcomes[seed] = course.verdict() instanceof Promote ? course.events() : Long.MAX_VALUE;
            rolledBack += course.verdict() instanceof RollBack ? 1 : 0;
        }
        var loss = Loss.brier();
        double champion = 0;
        double squares = 0;
        int many = 400_000;
        var models = made.apply(1).withNoise(noise);
        for (int i = 0; i < many; i++) {
            var event = models.next();
            double ofChampion = loss.of(event.champion().score(), event.outcome());
            double each = ofChampion - loss.of(event.challenger().score(), event.outcome());
            champion += ofChampion / many;
            gain += each / many;
            squares += each * each / many;
        }
        print(
                String.format(
                        "better | %s | noise %.2f | Brier %.4f, gain %.5f, stddev %.4f | %s | rolled back %d",
                        name, noise, champion, gain, Math.sqrt(squares - gain * gain), ways.name(), rolledBack),
                outcomes);
    }

    /** Median, 90 % and most of numbers that are {@code Long.MAX_VALUE} where what was waited for did not come. */
    private static void print(String what, long[] values) {
        Arrays.sort(values);
        System.out.printf(
                "%s | median %s | 90 %% %s | most %s | %d runs%n",
                what,
                told(values[values.length / 2]),
                told(values[values.length * 9 / 10]),
                told(values[values.length - 1]),
                values.length);
    }

    private static String told(long value) {
        return value == Long.MAX_VALUE ? "never" : Long.toString(value);
    }

    /** A trial that is looked at after every event, until it is decided or the events are over. */
    static Course trial(
            Judge judge, Trial trial, SimulatedModels models, Ways ways, long seed, long events, boolean outcomes) {
        var random = new Random(seed ^ 0x5eed);
        Verdict verdict = judge.verdict(trial);
        long event = 0;
        while (event < events && verdict instanceof KeepWatching) {
            event++;
            observe(trial, models.next(), ways, random, outcomes);
            verdict = judge.verdict(trial);
        }
        return new Course(verdict, event, trial.challengerRows());
    }

    private static void observe(Trial trial, Event event, Ways ways, Random random, boolean outcomes) {
        if (ways.share() == 1) {
            trial.both(event.champion(), event.challenger());
            if (outcomes) {
                trial.outcomeOfBoth(
                        event.outcome(),
                        event.champion().score(),
                        event.challenger().score());
            }
        } else if (random.nextDouble() < ways.share()) {
            trial.challenger(event.challenger());
            if (outcomes) {
                trial.outcomeOfChallenger(event.outcome(), event.challenger().score());
            }
        } else {
            trial.champion(event.champion());
            if (outcomes) {
                trial.outcomeOfChampion(event.outcome(), event.champion().score());
            }
        }
    }
}
