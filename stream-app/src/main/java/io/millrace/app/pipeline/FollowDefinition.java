package io.millrace.app.pipeline;

import io.millrace.app.registry.ModelSource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An alias or a stage of a model registry that is followed.
 *
 * @param source what points to versions, and moves
 * @param server where the registry is; null if the environment says
 * @param part what a version does that it comes to point to
 * @param every how often it is looked at; positive
 */
public record FollowDefinition(
        ModelSource.Registered source, @Nullable String server, Part part, Duration every) {
    /** How often it is looked at unless the pipeline says otherwise. */
    static final Duration EVERY = Duration.ofSeconds(30);

    /** What a version is to do. */
    public enum Part {
        /** Nothing yet. */
        REGISTERED,
        /** Score everything and answer nobody. */
        SHADOW,
        /** Answer everybody. */
        CHAMPION
    }
}
