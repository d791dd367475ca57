package io.millrace.app.fleet;

/** A version that scored once, and cannot be had any more. */
public final class UnavailableVersionException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * It cannot be had.
     *
     * @param version for people
     */
    UnavailableVersionException(String version, Exception why) {
        super("version " + version + " has scored, and cannot be had: " + why.getMessage(), why);
    }
}
