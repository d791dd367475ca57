package io.millrace.app.training;

import java.util.Locale;

/** Is told what came of calls, for metrics. Implementations are thread-safe and quick. */
@FunctionalInterface
public interface CallListener {
    /** What came of a call. */
    enum Result {
        /** Answered with a status of 200 to 299. */
        DELIVERED,
        /** Answered with a status that another try will not change; it is not tried again. */
        REFUSED,
        /** Not answered, or with a status that may pass: it is tried again. */
        FAILED;

        /** As metrics have it. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A call has ended. */
    void called(Result result);
}
