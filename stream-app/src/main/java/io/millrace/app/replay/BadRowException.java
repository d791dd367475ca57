package io.millrace.app.replay;

/** Ends a replay at a row that cannot be replayed. */
public final class BadRowException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient BadRow row;

    BadRowException(BadRow row) {
        super(row.toString());
        this.row = row;
    }

    public BadRow row() {
        return row;
    }
}
