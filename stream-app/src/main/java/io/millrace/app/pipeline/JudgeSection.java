package io.millrace.app.pipeline;

import io.millrace.app.yaml.YamlMapping;
import io.millrace.app.yaml.YamlValue;
import io.millrace.drift.judge.Goal;
import io.millrace.drift.judge.JudgeSettings;
import io.millrace.drift.judge.Loss;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads {@code rollout.judge}. */
final class JudgeSection {
    private static final int MOST_EVENTS = 1_000_000_000;
    private static final double MOST_LATENCY = 1_000;
    private static final Duration MOST_FLOOR = Duration.ofHours(1);
    private static final Duration MOST_TIME = Duration.ofDays(3650);

    /** Errors cannot be told by predictions, which are what the judge reads; guard rails see them. */
    private static final double NOT_JUDGED = 1;

    private final YamlValue judge;
    private final Optional<YamlValue> writtenGoal;
    private final JudgeDefinition definition;

    private JudgeSection(YamlValue judge, Optional<YamlValue> writtenGoal, JudgeDefinition definition) {
        this.judge = judge;
        this.writtenGoal = writtenGoal;
        this.definition = definition;
    }

    /** Empty after having reported why. */
    static Optional<JudgeSection> read(YamlValue judge) {
        return judge.mapping().map(mapping -> read(judge, mapping));
    }

    private static JudgeSection read(YamlValue judge, YamlMapping keys) {
        var otherwise = JudgeSettings.DEFAULTS;
        var errorRate = keys.find("error-rate").flatMap(RolloutSection::rate);
        var harmRate = keys.find("harm-rate").flatMap(RolloutSection::rate);
        var writtenGoal = keys.find("goal");
        var goal = writtenGoal.flatMap(v -> choice(v, Goal.class)).orElse(otherwise.goal());
        var loss = loss(keys);
        var writtenMargin = keys.find("margin");
        var margin = writtenMargin
                .flatMap(v -> v.number(n -> n >= 0 && n < loss.worst(), "a number from 0 and below " + loss.worst()))
                .orElse(otherwise.margin());
        if (goal == Goal.NO_WORSE && margin == 0 && writtenMargin.isEmpty()) {
            keys.require("margin"); // which says that it is missing
        } else if (goal == Goal.NO_WORSE && margin == 0) {
            writtenMargin.ifPresent(v -> v.problem("must be above 0 for a challenger that need not be better"));
        }
        var maxLatency = keys.find("max-latency")
                .flatMap(v -> v.number(n -> n >= 1 && n <= MOST_LATENCY, "a number from 1 to 1000"));
        var latencyFloor = keys.find("latency-floor").flatMap(v -> v.duration(Duration.ZERO, MOST_FLOOR));
        var maxShift = keys.find("max-shift").flatMap(RolloutSection::share);
        var maxDisagreement = keys.find("max-disagreement").flatMap(RolloutSection::share);
        var minEvents = keys.find("min-events").flatMap(v -> v.wholeNumber(1, MOST_EVENTS));
        var least = keys.find("min-time").flatMap(v -> v.duration(Duration.ZERO, MOST_TIME));
        var most = keys.find("max-time").flatMap(v -> v.duration(least.orElse(Duration.ofSeconds(1)), MOST_TIME));
        keys.refuseUnknownKeys();
        var settings = new JudgeSettings(
                errorRate.orElse(otherwise.errorRate()),
                harmRate.orElse(otherwise.harmRate()),
                goal == Goal.NO_WORSE && margin == 0 ? Goal.BETTER : goal, // which has been reported
                loss,
                margin,
                NOT_JUDGED,
                maxLatency.orElse(otherwise.maxLatency()),
                latencyFloor.orElse(otherwise.latencyFloor()),
                maxShift.orElse(otherwise.maxShift()),
                maxDisagreement.orElse(otherwise.maxDisagreement()),
                minEvents.map(Integer::longValue).orElse(otherwise.minEvents()));
        return new JudgeSection(
                judge, writtenGoal, new JudgeDefinition(settings, least.orElse(Duration.ZERO), most.orElse(null)));
    }

    private static Loss loss(YamlMapping keys) {
        var kind = keys.find("loss").flatMap(v -> choice(v, Loss.Kind.class)).orElse(Loss.Kind.BRIER);
        if (kind == Loss.Kind.BRIER) {
            return Loss.brier();
        } else if (kind == Loss.Kind.LOG) {
            return Loss.log();
        }
        return keys.require("worst-loss")
                .flatMap(v -> v.number(n -> n > 0 && Double.isFinite(n), "a positive number"))
                .map(worst -> new Loss(kind, worst))
                .orElseGet(Loss::brier);
    }

    /** The constant that a text in kebab-case names. */
    private static <E extends Enum<E>> Optional<E> choice(YamlValue value, Class<E> choices) {
        var texts = Arrays.stream(choices.getEnumConstants())
                .map(JudgeSection::text)
                .collect(Collectors.joining(", "));
        var form = Pattern.compile(texts.replace(", ", "|"));
        return value.text(form, "one of " + texts).flatMap(text -> Arrays.stream(choices.getEnumConstants())
                .filter(each -> text(each).equals(text))
                .findFirst());
    }

    private static String text(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    void check(boolean outcomes, boolean monitored) {
        if (!outcomes && definition.settings().goal() != Goal.ALIKE) {
            writtenGoal
                    .orElse(judge)
                    .problem("there are no outcomes by which a challenger could be better: add a section outcomes, or"
                            + " say goal: alike");
        }
        if (!monitored) {
            judge.problem("it is the monitor who judges: add a section monitor");
        }
    }

    JudgeDefinition definition() {
        return definition;
    }
}
