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
    /** Nothing of a registry is taken up. */
    public RolloutDefinition(@Nullable String by, GuardSettings guard, @Nullable JudgeDefinition judge) {
        this(by, guard, null, judge);
    }

    /** Where a pipeline says nothing. */
    public static final RolloutDefinition DEFAULT = new RolloutDefinition(null, GuardSettings.DEFAULTS, null);
}
