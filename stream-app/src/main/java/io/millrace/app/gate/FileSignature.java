package io.millrace.app.gate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/**
 * The Ed25519 signature that lies beside a file and is called as it is, with {@value #ENDING} at the end: 64 bytes, or
 * these in Base64. What is signed is the file as it stands, byte by byte.
 */
final class FileSignature {
    /** What a signature's name ends with. */
    static final String ENDING = ".sig";

    private static final int ED25519_BYTES = 64;
    private static final int MOST_BYTES = 1024;

    private FileSignature() {}

    /**
     * Why a signature is not accepted; empty if it is, or if no key is trusted and so none is asked for.
     *
     * @param file what is signed
     * @param text what was read from it
     * @param kind what such files are, in the plural: for people
     */
    static Optional<String> problem(Path file, String text, String kind, TrustedKeys keys) {
        var signature = file.resolveSibling(file.getFileName() + ENDING);
        var name = signature.getFileName();
        if (keys.isEmpty()) {
            return Optional.empty();
        }
        if (!Files.exists(signature)) {
            return Optional.of("is missing, and only signed " + kind + " are trusted here: " + name);
        }
        try {
            if (!Files.isRegularFile(signature) || Files.size(signature) > MOST_BYTES) {
                return Optional.of(name + " is no file of at most " + MOST_BYTES + " bytes");
            }
            return keys.verify(text, read(signature))
                    ? Optional.empty()
                    : Optional.of(name + " is no signature of this " + file.getFileName() + " by a trusted key");
        } catch (IOException | IllegalArgumentException e) {
            return Optional.of(name + " cannot be read: " + e.getMessage());
        }
    }

    private static byte[] read(Path signature) throws IOException {
        var bytes = Files.readAllBytes(signature);
        return bytes.length == ED25519_BYTES
                ? bytes
                : Base64.getMimeDecoder().decode(new String(bytes, StandardCharsets.US_ASCII));
    }
}
