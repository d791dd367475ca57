package io.millrace.app.pipeline;

import io.millrace.drift.judge.GuardSettings;
import org.jspecify.annotations.Nullable;

/**
 * How versions of a pipeline's model are tried.
 *
 * @param by field of the event by which events are assigned to the versions of a trial; null if each is by itself
 * @param guard limits to every version on trial and every shadow
 * @param follow what of a registry is taken up by itself; null if nothing is
 * @param judge who promotes, and rolls back for more than the limits; null if people do
 */
public record RolloutDefinition(
        @Nullable String by,
        GuardSettings guard,
        @Nullable FollowDefinition follow,
        @Nullable JudgeDefinition judge) {
    /**
     * Where a pipeline says nothing: guard rails are on, and people decide.
     *
     * @param key field that events are keyed by; null if there is none
     */
    static RolloutDefinition of(@Nullable String key) {
        return new RolloutDefinition(key, GuardSettings.DEFAULTS, null, null);
    }
}
