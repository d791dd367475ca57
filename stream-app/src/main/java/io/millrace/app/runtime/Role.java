package io.millrace.app.runtime;

import io.millrace.app.pipeline.Pipeline;
import java.util.EnumSet;
import java.util.Set;

/** What a process does for its pipeline. */
public enum Role {
    /** Reads events, computes features, writes predictions and dead letters. */
    SCORE("model"),
    /** Reads predictions, writes drift statistics and alerts. */
    MONITOR("monitor");

    private final String section;

    Role(String section) {
        this.section = section;
    }

    /** The roles that a pipeline file sets up. */
    public static Set<Role> of(Pipeline pipeline) {
        var roles = EnumSet.noneOf(Role.class);
        if (pipeline.model() != null) {
            roles.add(SCORE);
        }
        if (pipeline.monitor() != null) {
            roles.add(MONITOR);
        }
        return roles;
    }

    /** The section of the pipeline file without which there is nothing to do for this role. */
    String section() {
        return section;
    }
}
