package io.millrace.app.gate;

import io.millrace.app.model.ManifestFile;
import io.millrace.app.model.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/** The bytes of a candidate's file. Read once: what is hashed here is what is scanned and tried. */
final class ModelFile {
    private ModelFile() {}

    /**
     * The file's bytes, if it may be read at all.
     *
     * <p>A link may not lead out of the folder. A hard link may: whatever it is linked with, the bytes must have the
     * manifest's digest, and nothing in them may name another file.
     *
     * @param refusals gets the reason if the result is empty
     */
    static Optional<byte[]> read(Candidate candidate, List<Refusal> refusals) {
        var file = candidate.manifest().file();
        var path = candidate.folder().resolve(file);
        try {
            if (leadsOut(candidate.folder(), ManifestFile.NAME)) {
                refusals.add(Refusal.ofFile(Check.FILE, "links out of the model's folder: " + ManifestFile.NAME));
                return Optional.empty();
            }
            if (!Files.isRegularFile(path)) {
                refusals.add(Refusal.ofFile(Check.FILE, "no such file: " + file));
                return Optional.empty();
            }
            if (leadsOut(candidate.folder(), file)) {
                refusals.add(Refusal.ofFile(Check.FILE, "links out of the model's folder: " + file));
                return Optional.empty();
            }
            return read(path, candidate, refusals);
        } catch (IOException e) {
            refusals.add(Refusal.ofFile(Check.FILE, "cannot be read: " + e));
            return Optional.empty();
        }
    }

    private static boolean leadsOut(Path folder, String file) throws IOException {
        var path = folder.resolve(file);
        return Files.exists(path) && !path.toRealPath().startsWith(folder.toRealPath());
    }

    private static Optional<byte[]> read(Path path, Candidate candidate, List<Refusal> refusals) throws IOException {
        var file = candidate.manifest().file();
        var most = candidate.limits().bytes();
        var size = Files.size(path);
        if (size > most) {
            refusals.add(Refusal.ofFile(Check.SIZE, "has " + size + " bytes, " + most + " are allowed: " + file));
            return Optional.empty();
        }
        var bytes = new byte[(int) size];
        try (var stream = Files.newInputStream(path)) {
            if (stream.readNBytes(bytes, 0, bytes.length) < bytes.length || stream.read() >= 0) {
                refusals.add(Refusal.ofFile(Check.FILE, "changed while it was read: " + file));
                return Optional.empty();
            }
        }
        return Optional.of(bytes);
    }

    /** Why the bytes are not those the manifest names; empty if they are. */
    static List<Refusal> digestRefusals(Candidate candidate, byte[] bytes) {
        var expected = candidate.manifest().sha256();
        var actual = Sha256.hex(bytes);
        return MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.US_ASCII), actual.getBytes(StandardCharsets.US_ASCII))
                ? List.of()
                : List.of(new Refusal(
                        Check.DIGEST,
                        "sha256",
                        "expected " + expected + ", " + candidate.manifest().file() + " has " + actual));
    }
}
