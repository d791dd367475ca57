package io.millrace.app.runtime;

import java.util.List;

/** A pipeline that cannot start as it is set up: everything that is wrong, at once. */
public final class StartupRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private StartupRefusedException(String message) {
        super(message);
    }

    static void refuseIfAny(String pipeline, List<String> problems) {
        if (!problems.isEmpty()) {
            throw new StartupRefusedException(
                    "pipeline " + pipeline + " cannot start:\n  " + String.join("\n  ", problems));
        }
    }
}
