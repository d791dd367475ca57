package io.millrace.app.files;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A file that as a whole cannot be what it is asked to be, with every reason. */
public final class UnsuitableFileException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * Refuses a file.
     *
     * @param reasons at least one
     */
    public UnsuitableFileException(Path file, List<String> reasons) {
        this(file + ": " + String.join("; ", reasons));
    }

    private UnsuitableFileException(String message) {
        super(message);
    }

    /** Several files refused as one, a line each. */
    public static void throwIfAny(List<UnsuitableFileException> unsuitable) throws UnsuitableFileException {
        if (!unsuitable.isEmpty()) {
            throw new UnsuitableFileException(
                    unsuitable.stream().map(Throwable::getMessage).collect(Collectors.joining(System.lineSeparator())));
        }
    }
}
