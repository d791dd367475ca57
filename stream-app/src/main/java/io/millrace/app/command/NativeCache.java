package io.millrace.app.command;

import io.millrace.app.model.NativeLibrary;
import java.io.IOException;
import java.nio.file.Path;

/** Where commands that have no state directory of their own keep ONNX Runtime's native library: the user's cache. */
public final class NativeCache {
    private NativeCache() {}

    /** To be called before a model is opened. */
    public static void prepare() throws IOException {
        var cache = System.getenv("XDG_CACHE_HOME");
        var base =
                cache == null || cache.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
        NativeLibrary.prepare(base.resolve("millrace"));
    }
}
