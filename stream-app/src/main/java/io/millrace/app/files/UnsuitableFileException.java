package io.millrace.app.files;

import java.nio.file.Path;
import java.util.List;

/** A file that as a whole cannot be what it is asked to be, with every reason. */
public final class UnsuitableFileException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * Refuses a file.
     *
     * @param reasons at least one
     */
    public UnsuitableFileException(Path file, List<String> reasons) {
        super(file + ": " + String.join("; ", reasons));
    }
}
