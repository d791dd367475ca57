package io.millrace.app.registry;

import io.millrace.app.model.ManifestFile;
import io.millrace.app.model.ModelManifest;
import io.millrace.app.yaml.Problem;
import io.millrace.app.yaml.Problems;
import io.millrace.app.yaml.YamlDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Brings a model home: {@code model.yaml}, what it names, and its signature. Whatever else lies beside them stays there, so nobody but
 * the manifest has a say in what files there are here.
 *
 * @param into where to
 * @param told what people call the model
 */
record Arrival(Path into, String told, FetchLimits limits, Credentials credentials) {
    private static final String SIGNATURE = ManifestFile.NAME + ".sig";

    /** More than any of ours has, and as much as is read of them later. */
    private static final long MOST_MANIFEST_BYTES = 1L << 20;

    private static final long MOST_SIGNATURE_BYTES = 1024;

    /**
     * Brings it.
     *
     * @param digest the SHA-256 digest that {@code model.yaml} must have, if there is one
     */
    ModelManifest from(Shelf shelf, Optional<String> digest)
            throws UnavailableModelException, IOException, InterruptedException {
        var found = copy(shelf, ManifestFile.NAME, MOST_MANIFEST_BYTES);
        if (found.isEmpty()) {
            throw refused("has no " + ManifestFile.NAME + ": " + shelf.advice());
        }
        if (digest.isPresent() && !digest.equals(found)) {
            throw refused("expected digest " + digest.get() + ", " + ManifestFile.NAME + " has " + found.get());
        }
        var manifest = manifest();
        var model = copy(shelf, manifest.file(), limits.bytes());
        if (model.isEmpty()) {
            throw refused("has no " + manifest.file() + ", which its " + ManifestFile.NAME + " names");
        }
        if (!model.get().equals(manifest.sha256())) {
            throw refused(ManifestFile.NAME + " expects " + manifest.sha256() + ", " + manifest.file() + " has "
                    + model.get());
        }
        copy(shelf, SIGNATURE, MOST_SIGNATURE_BYTES);
        return manifest;
    }

    private ModelManifest manifest() throws UnavailableModelException {
        var problems = new Problems();
        var manifest = YamlDocument.read(into.resolve(ManifestFile.NAME), ManifestFile.NAME, problems)
                .flatMap(ManifestFile::read);
        if (manifest.isEmpty() || !problems.isEmpty()) {
            var all = problems.sorted().stream().map(Problem::toString).collect(Collectors.joining("\n"));
            throw refused("\n" + credentials.hiddenIn(all));
        }
        return manifest.get();
    }

    /** The digest of the file; empty if there is none, and then there is none here either. */
    private Optional<String> copy(Shelf shelf, String name, long most)
            throws UnavailableModelException, IOException, InterruptedException {
        var file = into.resolve(name);
        try (var out = new DigestedOutput(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW))) {
            if (shelf.copy(name, out, most)) {
                return Optional.of(out.sha256());
            }
        }
        Files.delete(file);
        return Optional.empty();
    }

    private UnavailableModelException refused(String why) {
        return UnavailableModelException.refused(told + ": " + why);
    }
}
