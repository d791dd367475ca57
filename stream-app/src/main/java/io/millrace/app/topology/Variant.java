package io.millrace.app.topology;

import java.util.Locale;

/** Who gave a score. */
public enum Variant {
    /** The model in charge. */
    CHAMPION,
    /** What the pipeline says in place of a model that gives no answer. */
    FALLBACK;

    /** As predictions write it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
