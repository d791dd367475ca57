package io.millrace.app.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.app.model.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Models that are asked for again and again by the same name, and kept between: where a registry does not answer, what was fetched last is used
 * once more. Several processes may share a folder. Safe for concurrent use.
 *
 * @param registries where they come from; asked for with the first model, so that settings of registries matter only where one is named
 * @param folder where they are kept; made when it is needed
 */
public record KeptModels(Supplier<Registries> registries, Path folder) {
    private static final Logger LOG = LoggerFactory.getLogger(KeptModels.class);

    /** Names the folder, beside it, of what was fetched last. */
    private static final String LATEST = "latest";

    /**
     * A model's folder, which does not change.
     *
     * @throws UnavailableModelException if the model cannot be had, and never was
     * @throws IOException if it cannot be kept
     * @throws IllegalArgumentException if the settings of registries are wrong
     */
    public Path fetch(ModelSource source, FetchLimits limits)
            throws UnavailableModelException, IOException, InterruptedException {
        var place = folder.resolve(key(source));
        Files.createDirectories(place);
        try {
            return place.resolve(fetched(source, limits, place));
        } catch (UnavailableModelException e) {
            var latest = place.resolve(LATEST);
            if (!Files.exists(latest)) {
                throw e;
            }
            LOG.atWarn()
                    .addKeyValue("source", source)
                    .addKeyValue("reason", e.getMessage())
                    .log("the model cannot be fetched now; what was fetched last is used");
            return place.resolve(Files.readString(latest));
        }
    }

    /** A name that is the version's, so that nobody's folder changes under his hands. */
    private String fetched(ModelSource source, FetchLimits limits, Path place)
            throws UnavailableModelException, IOException, InterruptedException {
        var arriving = place.resolve("arriving-" + UUID.randomUUID());
        var model = registries.get().fetch(source, arriving, limits);
        var name = Sha256.hex(Files.readAllBytes(arriving.resolve("model.yaml")));
        if (Files.exists(place.resolve(name))) {
            delete(model.folder());
        } else {
            Files.move(arriving, place.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        }
        var naming = Files.writeString(place.resolve("naming-" + UUID.randomUUID()), name);
        Files.move(naming, place.resolve(LATEST), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return name;
    }

    private static void delete(Path model) throws IOException {
        try (var files = Files.list(model)) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(model);
    }

    private static String key(ModelSource source) {
        return Sha256.hex(source.toString().getBytes(UTF_8)).substring(0, 16);
    }
}
