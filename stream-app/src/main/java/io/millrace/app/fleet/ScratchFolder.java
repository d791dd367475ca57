package io.millrace.app.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/**
 * A folder for files that are needed for a while; it ends with this.
 *
 * @param path of the folder, which exists
 */
record ScratchFolder(Path path) implements AutoCloseable {
    /** A new one among the system's temporary files. */
    static ScratchFolder open(String prefix) throws IOException {
        return new ScratchFolder(Files.createTempDirectory(prefix));
    }

    @Override
    public void close() throws IOException {
        if (!Files.exists(path)) {
            return; // somebody has taken it over
        }
        try (var files = Files.walk(path)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
