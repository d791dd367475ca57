package io.millrace.app.pipeline;

import io.millrace.app.yaml.YamlMapping;
import io.millrace.app.yaml.YamlValue;
import io.millrace.drift.judge.GuardSettings;
import io.millrace.enrich.event.KeyField;
import java.time.Duration;
import java.util.Optional;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Reads {@code rollout}. */
final class RolloutSection {
    private static final Duration LEAST_P99 = Duration.ofMillis(1);
    private static final Duration MOST_P99 = Duration.ofHours(1);

    private final Optional<YamlValue> by;
    private final GuardSettings guard;
    private final Optional<FollowDefinition> follow;
    private final Optional<JudgeSection> judge;

    private RolloutSection(YamlMapping rollout) {
        by = rollout.find("by");
        guard = rollout.find("guard")
                .flatMap(YamlValue::mapping)
                .map(RolloutSection::guard)
                .orElse(GuardSettings.DEFAULTS);
        follow = rollout.find("follow").flatMap(YamlValue::mapping).flatMap(FollowSection::read);
        judge = rollout.find("judge").flatMap(JudgeSection::read);
        rollout.refuseUnknownKeys();
    }

    static RolloutSection read(YamlMapping rollout) {
        return new RolloutSection(rollout);
    }

    private static GuardSettings guard(YamlMapping guard) {
        var alarmRate = guard.find("alarm-rate").flatMap(RolloutSection::rate);
        var maxErrorShare = guard.find("max-error-share").flatMap(RolloutSection::share);
        var maxP99 = guard.find("max-p99").flatMap(v -> v.duration(LEAST_P99, MOST_P99));
        var maxShift = guard.find("max-shift").flatMap(RolloutSection::share);
        guard.refuseUnknownKeys();
        var otherwise = GuardSettings.DEFAULTS;
        return new GuardSettings(
                alarmRate.orElse(otherwise.alarmRate()),
                maxErrorShare.orElse(otherwise.maxErrorShare()),
                maxP99.orElse(otherwise.maxP99()),
                maxShift.orElse(otherwise.maxShift()));
    }

    static Optional<Double> rate(YamlValue value) {
        return value.number(rate -> rate > 0 && rate < 1, "a number above 0 and below 1");
    }

    static Optional<Double> share(YamlValue value) {
        return value.number(share -> share > 0 && share <= 1, "a number above 0 and up to 1");
    }

    /** Reports what does not suit the rest of the pipeline. */
    void check(boolean outcomes, boolean monitored) {
        judge.ifPresent(section -> section.check(outcomes, monitored));
    }

    /**
     * What is said here of a pipeline.
     *
     * @param event schema of the events
     * @param key the field that they are keyed by; null if there is none
     */
    RolloutDefinition definition(Schema event, @Nullable String key) {
        return new RolloutDefinition(
                by.flatMap(value -> field(value, event)).orElse(key),
                guard,
                follow.orElse(null),
                judge.map(JudgeSection::definition).orElse(null));
    }

    private static Optional<String> field(YamlValue value, Schema event) {
        return value.text().filter(name -> {
            try {
                KeyField.of(event, name);
                return true;
            } catch (IllegalArgumentException e) {
                value.problem(String.valueOf(e.getMessage()));
                return false;
            }
        });
    }
}
