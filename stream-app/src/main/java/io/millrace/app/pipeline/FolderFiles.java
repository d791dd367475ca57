package io.millrace.app.pipeline;

import io.millrace.app.yaml.YamlValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The files a pipeline file names. They stay inside the pipeline's folder, because a pipeline is that folder: what lies
 * outside is not copied, mounted or reviewed with it. Links are followed as long as they end inside; Kubernetes mounts a
 * ConfigMap as such links.
 */
final class FolderFiles {
    private final Path folder;

    FolderFiles(Path folder) {
        this.folder = folder;
    }

    /** The regular file a value names, or nothing and a problem. */
    Optional<Path> file(YamlValue value) {
        var path = inside(value);
        if (path.isPresent() && !Files.isRegularFile(path.get())) {
            value.problem("no such file: " + value.text().orElse(""));
            return Optional.empty();
        }
        return path;
    }

    /** The folder a value names, or nothing and a problem. */
    Optional<Path> directory(YamlValue value) {
        var path = inside(value);
        if (path.isPresent() && !Files.isDirectory(path.get())) {
            value.problem("no such folder: " + value.text().orElse(""));
            return Optional.empty();
        }
        return path;
    }

    /** The path relative to the folder as problems name it, with {@code /} between its parts. */
    String name(Path path) {
        return folder.normalize().relativize(path).toString().replace('\\', '/');
    }

    private Optional<Path> inside(YamlValue value) {
        var text = value.text();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            var path = folder.resolve(text.get()).normalize();
            if (path.startsWith(folder.normalize()) && !path.equals(folder.normalize()) && isReallyInside(path)) {
                return Optional.of(path);
            }
        } catch (InvalidPathException | IOException e) {
            value.problem("cannot be used as a path: " + e.getMessage());
            return Optional.empty();
        }
        value.problem("must be a path inside the pipeline's folder, was \"" + text.get() + "\"");
        return Optional.empty();
    }

    private boolean isReallyInside(Path path) throws IOException {
        return !Files.exists(path) || path.toRealPath().startsWith(folder.toRealPath());
    }
}
