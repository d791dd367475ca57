package io.millrace.app.registry;

import java.util.Arrays;
import java.util.Optional;

/** The stages of older MLflow registries, before there were aliases. */
public enum Stage {
    NONE("None"),
    STAGING("Staging"),
    PRODUCTION("Production"),
    ARCHIVED("Archived");

    private final String written;

    Stage(String written) {
        this.written = written;
    }

    /** As MLflow writes it. */
    public String written() {
        return written;
    }

    /** The stage of that name, in whatever case. */
    public static Optional<Stage> of(String text) {
        return Arrays.stream(values())
                .filter(stage -> stage.written.equalsIgnoreCase(text))
                .findFirst();
    }
}
