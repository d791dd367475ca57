package io.millrace.enrich.window;

/**
 * Stored state that this pipeline cannot read. Nothing was changed; the message says what the operator can do.
 */
public final class IncompatibleStateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final String WAY_OUT =
            " Run the version and pipeline file that wrote it, or give the pipeline a new application id"
                    + " (or reset it with kafka-streams-application-reset) so that features are built up again.";

    private IncompatibleStateException(String message) {
        super(message + WAY_OUT);
    }

    static void requireVersion(int stored) {
        if (stored != Layout.VERSION) {
            throw new IncompatibleStateException("Feature state has layout version " + stored
                    + "; this Millrace reads version " + Layout.VERSION + ".");
        }
    }

    static void requireFingerprint(int stored, int expected) {
        if (stored != expected) {
            throw new IncompatibleStateException(String.format(
                    "Feature state was written for other value expressions or aggregates of this entity"
                            + " (fingerprint %08x, the pipeline file has %08x).",
                    stored, expected));
        }
    }
}
