package io.millrace.app.files;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file that breaks off, or from some row on is no longer what it was. What comes after cannot be read, whatever it is. */
public final class DamagedFileException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * A damaged file.
     *
     * @param rows how many were read before
     * @param cause what its decoder said
     */
    DamagedFileException(Path file, long rows, Throwable cause) {
        super(file + ": damaged after row " + rows + ": " + reason(cause), cause);
    }

    /** What the last in the chain of causes says, which is where it began. */
    private static String reason(Throwable cause) {
        var reason = cause.toString();
        for (@Nullable Throwable at = cause; at != null; at = at.getCause()) {
            var message = at.getMessage();
            reason = message == null ? reason : message;
        }
        return reason;
    }
}
