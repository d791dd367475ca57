package io.millrace.sandbox.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Another version of a model that scores the same: its file has a property more, and so another digest. */
final class TwinModel {
    /** Field 14 of an ONNX ModelProto, {@code metadata_props}, and that its length follows; there may be many. */
    private static final int PROPERTY = (14 << 3) | 2;

    /** Fields 1 and 2 of such a property, its key and its value, and that their lengths follow. */
    private static final int KEY = (1 << 3) | 2;

    private static final int VALUE = (2 << 3) | 2;

    private TwinModel() {}

    /**
     * Writes a version's folder.
     *
     * @param of a model's folder
     * @param version up to 100 letters, digits, dots, dashes and underscores
     * @param into does not exist yet
     */
    static Path write(Path of, String version, Path into) throws Exception {
        Files.createDirectories(into);
        var manifest = Files.readString(of.resolve("model.yaml"));
        var file = value(manifest, "file");
        var bytes = described(Files.readAllBytes(of.resolve(file)), version);
        Files.write(into.resolve(file), bytes);
        var digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        Files.writeString(
                into.resolve("model.yaml"),
                manifest.replace(value(manifest, "sha256"), digest)
                        .replaceFirst("(?m)^version: .*$", "version: \"" + version + "\""));
        return into;
    }

    private static byte[] described(byte[] model, String text) {
        var property = new ByteArrayOutputStream();
        write(property, KEY, "twin".getBytes(UTF_8));
        write(property, VALUE, text.getBytes(UTF_8));
        var out = new ByteArrayOutputStream();
        out.writeBytes(model);
        write(out, PROPERTY, property.toByteArray());
        return out.toByteArray();
    }

    /** A field of fewer than 128 bytes. */
    private static void write(ByteArrayOutputStream out, int field, byte[] bytes) {
        out.write(field);
        out.write(bytes.length);
        out.writeBytes(bytes);
    }

    private static String value(String manifest, String key) {
        return manifest.lines()
                .filter(line -> line.startsWith(key + ":"))
                .map(line -> line.substring(key.length() + 1).strip())
                .findFirst()
                .orElseThrow();
    }
}
