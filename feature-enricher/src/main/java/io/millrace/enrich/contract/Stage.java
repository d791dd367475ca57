package io.millrace.enrich.contract;

import static io.millrace.enrich.contract.RejectionReason.INCOMPATIBLE_SCHEMA;
import static io.millrace.enrich.contract.RejectionReason.KEY_MISMATCH;
import static io.millrace.enrich.contract.RejectionReason.MALFORMED;
import static io.millrace.enrich.contract.RejectionReason.NULL_KEY;
import static io.millrace.enrich.contract.RejectionReason.TOO_LARGE;
import static io.millrace.enrich.contract.RejectionReason.UNKNOWN_SCHEMA;
import static java.util.stream.Collectors.toUnmodifiableSet;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/** Where on its way a record was rejected. */
public enum Stage {
    /** An event, at the contract. */
    CONTRACT,
    /** A record of a reference topic. */
    REFERENCE,
    /** An event with its features, at the model. */
    SCORE;

    /** What a record can be rejected for here. */
    public Set<RejectionReason> reasons() {
        return this == REFERENCE
                ? Set.of(NULL_KEY, TOO_LARGE, MALFORMED, UNKNOWN_SCHEMA, INCOMPATIBLE_SCHEMA, KEY_MISMATCH)
                : Arrays.stream(RejectionReason.values())
                        .filter(reason -> reason.stage() == this)
                        .collect(toUnmodifiableSet());
    }

    /** As dead letters and metrics write it: {@code contract}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
