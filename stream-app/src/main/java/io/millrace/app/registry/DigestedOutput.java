package io.millrace.app.registry;

import io.millrace.app.model.Sha256;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;

/** Hashes what is written: the bytes that are kept are the bytes that are hashed. */
final class DigestedOutput extends FilterOutputStream {
    private final MessageDigest digest;

    DigestedOutput(OutputStream out) {
        super(out);
        digest = Sha256.begun();
    }

    @Override
    public void write(int b) throws IOException {
        out.write(b);
        digest.update((byte) b);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        out.write(bytes, from, length);
        digest.update(bytes, from, length);
    }

    /** SHA-256 of what has been written, in lower-case hexadecimal digits. Once. */
    String sha256() {
        return Sha256.hex(digest);
    }
}
