package io.millrace.app.published;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Published data beside the repository. */
public final class SharedData {
    /** Tests run in the folder of their module. */
    private static final Path FOLDER = Path.of("..", "..", "shared", "data");

    private SharedData() {}

    /** A folder of data; the test that asks is skipped where it is absent. */
    public static Path folder(String name) {
        var folder = FOLDER.resolve(name);
        assumeTrue(
                Files.isDirectory(folder),
                () -> "skipped: the published data is not at "
                        + folder.toAbsolutePath().normalize());
        return folder;
    }
}
