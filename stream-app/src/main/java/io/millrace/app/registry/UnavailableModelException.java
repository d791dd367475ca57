package io.millrace.app.registry;

/**
 * A model that could not be fetched, or a registry that could not be asked. The message is for people: it names the source and holds
 * neither credentials nor anything that a server wrote.
 */
public final class UnavailableModelException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why, and so whether it is any use to ask again. */
    public enum Reason {
        /** It is not there, or wrong, or hostile: somebody has to change something first. */
        REFUSED,
        /** Whoever has it does not answer, or not now: worth another try. */
        AWAY
    }

    private final Reason reason;

    private UnavailableModelException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    static UnavailableModelException refused(String message) {
        return new UnavailableModelException(Reason.REFUSED, message);
    }

    static UnavailableModelException away(String message) {
        return new UnavailableModelException(Reason.AWAY, message);
    }

    public Reason reason() {
        return reason;
    }

    public boolean isWorthAnotherTry() {
        return reason == Reason.AWAY;
    }
}
