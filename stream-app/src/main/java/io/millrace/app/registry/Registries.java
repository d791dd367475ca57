package io.millrace.app.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Fetches models from where they are. Asked by whoever registers a model, never by who scores with one: what it throws is no reason
 * to stop scoring. Safe for concurrent use.
 */
public final class Registries {
    private final Web web;
    private final Credentials credentials;
    private final @Nullable Mlflow mlflow;

    /**
     * Knows whom to ask.
     *
     * @param tracking the MLflow server, if there is one
     */
    public Registries(Optional<TrackingServer> tracking) {
        this.web = new Web(tracking.orElse(null));
        this.credentials = tracking.map(TrackingServer::credentials).orElse(Credentials.NONE);
        this.mlflow = tracking.map(server -> new Mlflow(new MlflowApi(server, web), web))
                .orElse(null);
    }

    /**
     * Fetches a model. What has arrived is as {@link Fetched} says, and nothing more: the gate is still to look at it.
     *
     * @param into gets the model's files; must be an empty folder, or not be there yet. After an exception it is as it was before
     * @throws UnavailableModelException if the model cannot be had, or is none
     * @throws IOException if {@code into} is not empty or cannot be written
     */
    public Fetched fetch(ModelSource source, Path into, FetchLimits limits)
            throws UnavailableModelException, IOException, InterruptedException {
        boolean isNew = !Files.exists(into);
        Files.createDirectories(into);
        if (!isEmpty(into)) {
            throw new IOException("must be empty to fetch a model into it: " + into);
        }
        boolean hasArrived = false;
        try {
            var fetched = fetch(source, into, limits, Patience.of(limits));
            hasArrived = true;
            return fetched;
        } finally {
            if (!hasArrived) {
                clear(into);
                if (isNew) {
                    Files.delete(into);
                }
            }
        }
    }

    /**
     * Which version is meant now. Takes no longer than {@link FetchLimits#answer()}.
     *
     * @throws UnavailableModelException if the registry cannot tell
     */
    public ModelSource.Version resolve(ModelSource.Registered source, FetchLimits limits)
            throws UnavailableModelException, InterruptedException {
        return mlflow(source).version(source, Patience.of(limits).shorter());
    }

    private Fetched fetch(ModelSource source, Path into, FetchLimits limits, Patience patience)
            throws UnavailableModelException, IOException, InterruptedException {
        var origin = source instanceof ModelSource.Registered registered
                ? mlflow(source).version(registered, patience)
                : source;
        var arrival = new Arrival(into, origin.toString(), limits, credentials);
        if (origin instanceof ModelSource.Packed packed) {
            var spare = Files.createTempDirectory("millrace-fetch");
            try {
                var shelf = unpacked(packed, spare, limits, patience);
                return new Fetched(into, source, origin, arrival.from(shelf, Optional.empty()));
            } finally {
                clear(spare);
                Files.delete(spare);
            }
        }
        var digest = origin instanceof ModelSource.Published published
                ? Optional.of(published.sha256())
                : Optional.<String>empty();
        return new Fetched(into, source, origin, arrival.from(shelf(origin, patience), digest));
    }

    private Shelf shelf(ModelSource origin, Patience patience) throws UnavailableModelException, InterruptedException {
        if (origin instanceof ModelSource.Version version) {
            return mlflow(origin).shelf(version, patience);
        }
        if (origin instanceof ModelSource.LoggedModel logged) {
            return mlflow(origin).shelf(logged, patience);
        }
        if (origin instanceof ModelSource.Published published) {
            return WebShelf.beside(published.uri(), web, patience);
        }
        var folder = ((ModelSource.Folder) origin).path();
        if (!Files.isDirectory(folder)) {
            throw UnavailableModelException.refused(folder + ": no such folder");
        }
        return new FolderShelf(folder, folder.toString());
    }

    /** Nothing of a packed folder is looked at before its digest has proved right. */
    private Shelf unpacked(ModelSource.Packed packed, Path spare, FetchLimits limits, Patience patience)
            throws UnavailableModelException, IOException, InterruptedException {
        var file = spare.resolve("packed");
        try (var out = new DigestedOutput(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW))) {
            int status = web.read(packed.uri(), out, limits.bytes(), patience);
            if (status != Web.FOUND) {
                throw UnavailableModelException.refused(packed + ": is not there, the server answers " + status);
            }
            var digest = out.sha256();
            if (!digest.equals(packed.sha256())) {
                throw UnavailableModelException.refused(packed + ": what is there has the digest " + digest);
            }
        }
        var folder = Files.createDirectory(spare.resolve("unpacked"));
        return new FolderShelf(
                new PackedFolder(file, packed.format(), packed.toString(), limits.bytes()).unpack(folder),
                packed.toString());
    }

    private Mlflow mlflow(ModelSource source) throws UnavailableModelException {
        if (mlflow == null) {
            throw UnavailableModelException.refused(
                    source + ": which MLflow server? Set " + TrackingServer.VARIABLE + ", as in http://localhost:5000");
        }
        return mlflow;
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    /** Deletes what is in a folder. */
    private static void clear(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder())
                    .filter(path -> !path.equals(folder))
                    .toList()) {
                Files.delete(file);
            }
        }
    }
}
