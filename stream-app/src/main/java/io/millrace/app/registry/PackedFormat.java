package io.millrace.app.registry;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/** How a folder is packed, by the name of the file. */
enum PackedFormat {
    ZIP,
    TAR_GZ;

    static Optional<PackedFormat> of(URI uri) {
        var path = String.valueOf(uri.getPath()).toLowerCase(Locale.ROOT);
        if (path.endsWith(".zip")) {
            return Optional.of(ZIP);
        }
        return path.endsWith(".tar.gz") || path.endsWith(".tgz") ? Optional.of(TAR_GZ) : Optional.empty();
    }
}
