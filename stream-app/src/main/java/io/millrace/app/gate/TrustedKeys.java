package io.millrace.app.gate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** The Ed25519 public keys (RFC 8032) whose holders may release models. Immutable. */
public final class TrustedKeys {
    /** No signature is asked for. */
    public static final TrustedKeys NONE = new TrustedKeys(List.of());

    private static final String ALGORITHM = "Ed25519";
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----");

    private final List<PublicKey> keys;

    private TrustedKeys(List<PublicKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /**
     * Reads the keys of a PEM file as {@code openssl pkey -pubout} writes it; several may follow one another.
     *
     * @throws IOException if the file cannot be read, holds no key, or one that is not Ed25519
     */
    public static TrustedKeys read(Path file) throws IOException {
        var blocks = PEM.matcher(Files.readString(file));
        var keys = new ArrayList<PublicKey>();
        while (blocks.find()) {
            try {
                var encoded = Base64.getMimeDecoder().decode(blocks.group(1));
                keys.add(KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded)));
            } catch (GeneralSecurityException | IllegalArgumentException e) {
                throw new IOException(file + ": key " + (keys.size() + 1) + " is not an Ed25519 public key", e);
            }
        }
        if (keys.isEmpty()) {
            throw new IOException(file + ": holds no public key (-----BEGIN PUBLIC KEY-----)");
        }
        return new TrustedKeys(keys);
    }

    /** Whether models need no signature. */
    public boolean isEmpty() {
        return keys.isEmpty();
    }

    /** Whether one of the keys made this signature of this text's UTF-8 bytes. */
    boolean verify(String text, byte[] signature) {
        return keys.stream().anyMatch(key -> verify(key, text.getBytes(StandardCharsets.UTF_8), signature));
    }

    private static boolean verify(PublicKey key, byte[] message, byte[] signature) {
        try {
            var verification = Signature.getInstance(ALGORITHM);
            verification.initVerify(key);
            verification.update(message);
            return verification.verify(signature);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java from 15 on has " + ALGORITHM, e);
        } catch (GeneralSecurityException e) {
            return false; // a signature of another length, say
        }
    }
}
