package io.millrace.app.registry;

import java.util.Optional;

/** Is told what a {@link RegistryWatch} sees, on the watch's thread. */
public interface WatchListener {
    /**
     * The source points to another version than the last one that this was told without an exception.
     *
     * @param before that last one
     * @throws RuntimeException to be told again at the next look
     */
    void moved(ModelSource.Registered source, Optional<ModelSource.Version> before, ModelSource.Version now);

    /**
     * A look has failed: the registry is away, or no longer knows the source. At every failed look.
     *
     * @param failures looks that have failed in a row, from 1
     */
    void unseen(ModelSource.Registered source, UnavailableModelException why, long failures);
}
