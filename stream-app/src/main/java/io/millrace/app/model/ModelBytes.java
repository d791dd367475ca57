package io.millrace.app.model;

import io.millrace.app.model.InvalidModelException.Mismatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The bytes of a model file, once they have proved to be the ones the manifest names. */
final class ModelBytes {
    /** A model is read into memory whole, and ONNX itself ends at two gigabytes. */
    static final long MAX_BYTES = 1L << 30;

    private ModelBytes() {}

    /**
     * Reads the file once and hashes what was read, so that the bytes which are loaded are the bytes which were verified
     * whatever happens to the file meanwhile.
     *
     * @param mismatches gets the reason if the result is empty
     */
    static Optional<byte[]> verified(Path folder, ModelManifest manifest, List<Mismatch> mismatches) {
        var path = folder.resolve(manifest.file());
        try {
            if (!Files.isRegularFile(path)) {
                mismatches.add(new Mismatch("file", "no such file: " + manifest.file()));
                return Optional.empty();
            }
            if (!path.toRealPath().startsWith(folder.toRealPath())) {
                mismatches.add(new Mismatch("file", "links out of the model's folder: " + manifest.file()));
                return Optional.empty();
            }
            if (Files.size(path) > MAX_BYTES) {
                mismatches.add(new Mismatch("file", "is larger than " + MAX_BYTES + " bytes: " + manifest.file()));
                return Optional.empty();
            }
            var bytes = Files.readAllBytes(path);
            var actual = Sha256.hex(bytes);
            if (!actual.equals(manifest.sha256())) {
                mismatches.add(new Mismatch(
                        "sha256", "expected " + manifest.sha256() + ", " + manifest.file() + " has " + actual));
                return Optional.empty();
            }
            return Optional.of(bytes);
        } catch (IOException e) {
            mismatches.add(new Mismatch("file", "cannot be read: " + e));
            return Optional.empty();
        }
    }
}
