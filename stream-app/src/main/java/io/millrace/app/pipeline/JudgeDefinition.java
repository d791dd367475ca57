package io.millrace.app.pipeline;

import io.millrace.drift.judge.JudgeSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How challengers are judged.
 *
 * @param settings of the tests; errors are not among them, they are for the guard rails
 * @param least event time since a trial's beginning before which nobody is promoted; may be zero
 * @param most event time after which a trial without a decision ends with the champion; null if it may last for ever
 */
public record JudgeDefinition(
        JudgeSettings settings, Duration least, @Nullable Duration most) {}
