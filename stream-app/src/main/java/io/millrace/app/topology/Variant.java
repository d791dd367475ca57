package io.millrace.app.topology;

import java.util.Locale;

/** In which part a score was given. */
public enum Variant {
    /** By the model in charge. */
    CHAMPION,
    /** By a version that is to become it, for its share of the entities. */
    CANARY,
    /** By one of several versions that are compared, for its share of the entities. */
    AB,
    /** By a version that answers nobody. */
    SHADOW,
    /** By what the pipeline says in place of a model that gives no answer. */
    FALLBACK;

    /** As predictions write it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
