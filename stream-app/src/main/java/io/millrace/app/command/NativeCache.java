package io.millrace.app.command;

import io.millrace.app.model.NativeLibrary;
import java.io.IOException;
import java.nio.file.Path;

/** What commands that have no state directory of their own keep in the user's cache: ONNX Runtime's native library, models from registries. */
public final class NativeCache {
    private NativeCache() {}

    /** To be called before a model is opened. */
    public static void prepare() throws IOException {
        NativeLibrary.prepare(folder());
    }

    /** Where models that pipeline files name are kept. */
    static Path models() {
        return folder().resolve("models");
    }

    private static Path folder() {
        var cache = System.getenv("XDG_CACHE_HOME");
        var base =
                cache == null || cache.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
        return base.resolve("millrace");
    }
}
