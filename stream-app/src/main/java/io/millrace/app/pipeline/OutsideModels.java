package io.millrace.app.pipeline;

import io.millrace.app.registry.FetchLimits;
import io.millrace.app.registry.KeptModels;
import io.millrace.app.registry.ModelSource;
import io.millrace.app.registry.UnavailableModelException;
import io.millrace.app.yaml.YamlValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the models that pipeline files name and that are not in their folders.
 *
 * @param kept where they are kept; null if none is to be fetched
 */
record OutsideModels(@Nullable KeptModels kept) {
    private static final List<String> SCHEMES = List.of("models:", "http://", "https://");

    /** Whether a value names a model in a registry or on the web, and no folder. */
    static boolean isOutside(YamlValue source) {
        return source.text()
                .filter(text -> SCHEMES.stream().anyMatch(text::startsWith))
                .isPresent();
    }

    /**
     * The folder of a model; empty after having reported why there is none.
     *
     * @param bytes how large its file may be
     */
    Optional<Path> fetch(YamlValue source, long bytes) {
        if (kept == null) {
            source.problem("is not in the pipeline's folder, and is not fetched here");
            return Optional.empty();
        }
        try {
            var from = ModelSource.parse(source.text().orElseThrow());
            return Optional.of(kept.fetch(from, FetchLimits.of(bytes)));
        } catch (IllegalArgumentException | UnavailableModelException | IOException e) {
            source.problem("cannot be fetched: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            source.problem("was not fetched: interrupted");
        }
        return Optional.empty();
    }
}
