package io.millrace.app.files;

/** A value that is none of its column. Thrown once per bad cell and caught at its row, hence without a stack trace. */
final class UnreadableCellException extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN_CHARACTERS = 40;

    /** @param reason in words */
    UnreadableCellException(String reason) {
        super(reason, null, false, false);
    }

    /** @param expectation what the cell must be, in words */
    UnreadableCellException(String expectation, String text) {
        this(expectation + ", was " + shown(text));
    }

    private static String shown(String text) {
        if (text.isEmpty()) {
            return "empty";
        }
        return "\"" + (text.length() > SHOWN_CHARACTERS ? text.substring(0, SHOWN_CHARACTERS) + "..." : text) + "\"";
    }
}
