package io.millrace.app.optimise;

import io.millrace.app.model.ManifestFile;
import io.millrace.app.model.ModelManifest;
import io.millrace.app.model.Sha256;
import io.millrace.app.yaml.Problem;
import io.millrace.app.yaml.Problems;
import io.millrace.app.yaml.YamlDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** A folder with a manifest and the ONNX file that it names. */
public record ModelFolder(Path folder, ModelManifest manifest) {

    /**
     * Reads the manifest.
     *
     * @throws UnusableModelException with everything that is wrong with it
     */
    public static ModelFolder read(Path folder) throws UnusableModelException {
        var problems = new Problems();
        var manifest = YamlDocument.read(folder.resolve(ManifestFile.NAME), folder + "/" + ManifestFile.NAME, problems)
                .flatMap(ManifestFile::read);
        if (manifest.isEmpty() || !problems.isEmpty()) {
            throw new UnusableModelException(
                    problems.sorted().stream().map(Problem::toString).collect(Collectors.joining("\n")));
        }
        return new ModelFolder(folder, manifest.get());
    }

    public Path file() {
        return folder.resolve(manifest.file());
    }

    /** Size of the ONNX file. */
    public long bytes() throws IOException {
        return Files.size(file());
    }

    /**
     * A new manifest for a file that has been put into another folder under the same name: all that the first one says, comments
     * included, with the new digest.
     *
     * @param tolerance in place of the first one's, if there is one
     */
    ModelFolder rewritten(Path other, OptionalDouble tolerance) throws IOException, UnusableModelException {
        var text = Files.readString(folder.resolve(ManifestFile.NAME));
        var rewritten = withLine(text, "sha256", Sha256.hex(Files.readAllBytes(other.resolve(manifest.file()))));
        if (tolerance.isPresent()) {
            rewritten = withLine(rewritten, "tolerance", Double.toString(tolerance.getAsDouble()));
        }
        Files.writeString(other.resolve(ManifestFile.NAME), rewritten);
        return read(other);
    }

    /** Keys of a manifest begin their line. */
    private static String withLine(String text, String key, String value) {
        var line = key + ": " + value;
        var replaced = text.replaceFirst("(?m)^" + key + ":.*$", line);
        return replaced.contains(line) ? replaced : text.stripTrailing() + "\n" + line + "\n";
    }
}
