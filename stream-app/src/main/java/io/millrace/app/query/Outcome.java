package io.millrace.app.query;

/** How a query ended. */
public enum Outcome {
    FOUND(200, "found"),
    /** What was asked makes no sense: a key of another type, a moment that is none. */
    INVALID(400, "invalid"),
    /** A moment before that from which on everything is known. */
    FORGOTTEN(400, "forgotten"),
    UNKNOWN_ENTITY(404, "unknown-entity"),
    NO_HISTORY(404, "no-history"),
    /** The key's partition is on another instance, and nobody says on which. */
    ELSEWHERE(421, "elsewhere"),
    /** State that this pipeline cannot read, or an error of ours. */
    FAILED(500, "failed"),
    /** For now: the state is being restored or moved, or its instance does not answer. */
    UNAVAILABLE(503, "unavailable");

    private final int status;
    private final String code;

    Outcome(int status, String code) {
        this.status = status;
        this.code = code;
    }

    /** Of HTTP. */
    public int status() {
        return status;
    }

    /** As metrics and error answers have it. */
    public String code() {
        return code;
    }

    /** By its {@link #code}; {@link #FAILED} for any other word. */
    static Outcome of(String code) {
        for (Outcome outcome : values()) {
            if (outcome.code.equals(code)) {
                return outcome;
            }
        }
        return FAILED;
    }
}
