package io.millrace.app.model;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Puts ONNX Runtime's native libraries where they can stay. Left alone, ONNX Runtime unpacks its 28 MB anew into the
 * temporary directory at every start and removes them at an orderly exit only: each killed process leaves a copy behind,
 * and a container with a small temporary directory does not start at all. Here they are unpacked once into a directory of
 * ours, which every later start finds ready.
 */
public final class NativeLibrary {
    /** Read by ONNX Runtime once, when its first class is initialised. */
    static final String PATH_PROPERTY = "onnxruntime.native.path";

    private static final String RESOURCES = "/ai/onnxruntime/native/";
    private static final List<String> REQUIRED = List.of("onnxruntime", "onnxruntime4j_jni");
    private static final List<String> OPTIONAL = List.of("onnxruntime_providers_shared");

    private NativeLibrary() {}

    /**
     * Unpacks what is not there yet, complete and unaltered, and points ONNX Runtime to it. To be called before any class
     * of ONNX Runtime is used; afterwards it has no effect. Processes may share the directory and start together. A
     * {@value #PATH_PROPERTY} set by the operator is respected, and nothing is unpacked.
     *
     * @param directory writable, on a file system that allows executing; made if absent
     * @return where the libraries are
     * @throws IOException if they cannot be written, or if there are none for this platform
     */
    public static Path prepare(Path directory) throws IOException {
        var given = System.getProperty(PATH_PROPERTY);
        if (given != null) {
            return Path.of(given);
        }
        var libraries = libraries(platform());
        var target = directory.toAbsolutePath().resolve("onnxruntime-" + fingerprint(libraries));
        Files.createDirectories(target);
        for (var library : libraries) {
            if (!library.isAt(target)) {
                library.unpackTo(target);
            }
        }
        System.setProperty(PATH_PROPERTY, target.toString());
        return target;
    }

    /** The platform's name in ONNX Runtime's resources, such as {@code linux-x64} or {@code osx-aarch64}. */
    private static String platform() {
        var os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        var arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        var system = os.contains("mac") ? "osx" : os.contains("win") ? "win" : "linux";
        return system + "-" + (arch.equals("amd64") || arch.equals("x86_64") ? "x64" : arch);
    }

    private static List<Library> libraries(String platform) throws IOException {
        var libraries = new ArrayList<Library>();
        for (var name : REQUIRED) {
            var url = resource(platform, name);
            if (url == null) {
                throw new FileNotFoundException("ONNX Runtime has no native library for " + platform);
            }
            libraries.add(Library.at(url, System.mapLibraryName(name)));
        }
        for (var name : OPTIONAL) {
            var url = resource(platform, name);
            if (url != null) {
                libraries.add(Library.at(url, System.mapLibraryName(name)));
            }
        }
        return libraries;
    }

    private static @Nullable URL resource(String platform, String name) {
        return NativeLibrary.class.getResource(RESOURCES + platform + "/" + System.mapLibraryName(name));
    }

    /**
     * Names the directory by what is in it: two versions never share one, also when both call themselves alike or a
     * repackaged jar no longer says its version.
     */
    private static String fingerprint(List<Library> libraries) {
        var joined = new CRC32();
        for (var library : libraries) {
            joined.update((library.file + library.size + "/" + library.crc).getBytes(StandardCharsets.UTF_8));
        }
        return "%08x".formatted(joined.getValue());
    }

    /** A library in a jar, with the checksum the jar's directory already knows. */
    private record Library(URL url, String file, long size, long crc) {
        static Library at(URL url, String file) throws IOException {
            if (url.openConnection() instanceof JarURLConnection jar) {
                var entry = jar.getJarEntry();
                return new Library(url, file, entry.getSize(), entry.getCrc());
            }
            try (var stream = url.openStream()) {
                var read = checksum(stream);
                return new Library(url, file, read.size, read.crc);
            }
        }

        boolean isAt(Path directory) throws IOException {
            var path = directory.resolve(file);
            if (!Files.isRegularFile(path) || Files.size(path) != size) {
                return false;
            }
            try (var stream = Files.newInputStream(path)) {
                return checksum(stream).crc == crc;
            }
        }

        void unpackTo(Path directory) throws IOException {
            var temporary = Files.createTempFile(directory, file, ".part");
            try {
                try (var stream = url.openStream()) {
                    Files.copy(stream, temporary, StandardCopyOption.REPLACE_EXISTING);
                }
                Files.move(temporary, directory.resolve(file), StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(temporary);
            }
        }
    }

    private record Checksum(long size, long crc) {}

    private static Checksum checksum(InputStream stream) throws IOException {
        var checked = new CheckedInputStream(stream, new CRC32());
        var size = checked.transferTo(OutputStream.nullOutputStream());
        return new Checksum(size, checked.getChecksum().getValue());
    }
}
