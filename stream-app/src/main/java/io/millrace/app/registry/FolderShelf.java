package io.millrace.app.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A folder on this machine. Links within it are followed, as Kubernetes mounts them; a link out of it is refused.
 *
 * @param told what people call it
 */
record FolderShelf(Path folder, String told) implements Shelf {
    private static final int CHUNK = 1 << 16;

    @Override
    public boolean copy(String name, OutputStream sink, long most) throws UnavailableModelException, IOException {
        var file = folder.resolve(name);
        if (!Files.exists(file)) {
            return false;
        }
        try (var in = open(file, name, most)) {
            long read = 0;
            for (var chunk = read(in, name); chunk.length > 0; chunk = read(in, name)) {
                read += chunk.length;
                if (read > most) {
                    throw tooLarge(name, most);
                }
                sink.write(chunk);
            }
        }
        return true;
    }

    private InputStream open(Path file, String name, long most) throws UnavailableModelException {
        try {
            if (!file.toRealPath().startsWith(folder.toRealPath())) {
                throw UnavailableModelException.refused(told + ": links out of the model's folder: " + name);
            }
            // not a pipe or a device, of which one might read for ever
            if (!Files.isRegularFile(file)) {
                throw UnavailableModelException.refused(told + ": is no file: " + name);
            }
            if (Files.size(file) > most) {
                throw tooLarge(name, most);
            }
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    private byte[] read(InputStream in, String name) throws UnavailableModelException {
        try {
            return in.readNBytes(CHUNK);
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    private UnavailableModelException tooLarge(String name, long most) {
        return UnavailableModelException.refused(told + ": has more than " + most + " bytes: " + name);
    }

    private UnavailableModelException unreadable(String name, IOException e) {
        return UnavailableModelException.refused(
                told + ": cannot be read: " + name + " (" + e.getClass().getSimpleName() + ")");
    }
}
