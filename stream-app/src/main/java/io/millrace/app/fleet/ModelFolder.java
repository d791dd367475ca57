package io.millrace.app.fleet;

import io.millrace.app.model.ManifestFile;
import io.millrace.app.model.ModelManifest;
import io.millrace.app.model.ScoreOutput;
import io.millrace.app.rollout.ModelVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What of a model's folder belongs to the model. */
public final class ModelFolder {
    private static final String SIGNATURE = ManifestFile.NAME + ".sig";

    private ModelFolder() {}

    /** Names of the files that are kept of a version: ONNX file, signature if there is one, and last the manifest. */
    public static List<String> files(Path folder, ModelManifest manifest) {
        return Stream.of(manifest.file(), SIGNATURE, ManifestFile.NAME)
                .filter(file -> !file.equals(SIGNATURE) || Files.exists(folder.resolve(file)))
                .toList();
    }

    /**
     * The version in a folder.
     *
     * @param source where it comes from, for people
     */
    public static ModelVersion version(ModelManifest manifest, ScoreOutput score, double threshold, String source) {
        return new ModelVersion(
                manifest.name(), manifest.version(), manifest.sha256(), score.toString(), threshold, source);
    }
}
