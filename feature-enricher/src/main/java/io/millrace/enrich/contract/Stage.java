package io.millrace.enrich.contract;

import static io.millrace.enrich.contract.RejectionReason.FUTURE;
import static io.millrace.enrich.contract.RejectionReason.INCOMPATIBLE_SCHEMA;
import static io.millrace.enrich.contract.RejectionReason.KEY_MISMATCH;
import static io.millrace.enrich.contract.RejectionReason.MALFORMED;
import static io.millrace.enrich.contract.RejectionReason.MISSING_ID;
import static io.millrace.enrich.contract.RejectionReason.NEGATIVE_TIME;
import static io.millrace.enrich.contract.RejectionReason.NULL_KEY;
import static io.millrace.enrich.contract.RejectionReason.NULL_VALUE;
import static io.millrace.enrich.contract.RejectionReason.TOO_LARGE;
import static io.millrace.enrich.contract.RejectionReason.UNKNOWN_SCHEMA;
import static java.util.stream.Collectors.toUnmodifiableSet;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Where on its way a record was rejected. */
public enum Stage {
    /** An event, at the contract. */
    CONTRACT,
    /** A record of a reference topic. */
    REFERENCE,
    /** An outcome of an event. */
    OUTCOME,
    /** An event with its features, at the model. */
    SCORE;

    /** What is wrong with a record of any topic. */
    private static final Set<RejectionReason> UNFIT =
            Set.of(NULL_KEY, TOO_LARGE, MALFORMED, UNKNOWN_SCHEMA, INCOMPATIBLE_SCHEMA, KEY_MISMATCH);

    private static final Set<RejectionReason> OF_OUTCOMES = Set.of(NULL_VALUE, MISSING_ID, NEGATIVE_TIME, FUTURE);

    /** What a record can be rejected for here. */
    public Set<RejectionReason> reasons() {
        var own = Arrays.stream(RejectionReason.values()).filter(reason -> reason.stage() == this);
        return switch (this) {
            case CONTRACT, SCORE -> own.collect(toUnmodifiableSet());
            case REFERENCE -> UNFIT;
            case OUTCOME ->
                Stream.of(UNFIT.stream(), OF_OUTCOMES.stream(), own)
                        .flatMap(reasons -> reasons)
                        .collect(toUnmodifiableSet());
        };
    }

    /** As dead letters and metrics write it: {@code contract}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
