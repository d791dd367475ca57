package io.millrace.enrich.contract;

import java.util.Locale;

/** Where on its way a record was rejected. */
public enum Stage {
    /** An event, at the contract. */
    CONTRACT,
    /** A record of a reference topic. */
    REFERENCE,
    /** An event with its features, at the model. */
    SCORE;

    /** As dead letters and metrics write it: {@code contract}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
