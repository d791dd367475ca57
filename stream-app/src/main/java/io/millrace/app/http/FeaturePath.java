package io.millrace.app.http;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The path of a key's features, {@code /features/{entity}/{key}}. The key is all that follows the entity, so that it may hold
 * slashes, and may be empty.
 *
 * @param entity decoded
 * @param key decoded
 */
public record FeaturePath(String entity, String key) {
    static final String PREFIX = "/features/";

    private static final int HEXADECIMAL = 16;

    /**
     * Reads a path as it was sent.
     *
     * @param raw begins with {@link #PREFIX}
     * @throws IllegalArgumentException if it names no key, or what is encoded in it is not UTF-8
     */
    static FeaturePath parse(String raw) {
        String rest = raw.substring(PREFIX.length());
        int slash = rest.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("ask for " + PREFIX + "{entity}/{key}");
        }
        return new FeaturePath(decoded(rest.substring(0, slash)), decoded(rest.substring(slash + 1)));
    }

    /** The path as it is to be sent; {@link #parse} undoes it. */
    public String encoded() {
        return PREFIX + encoded(entity) + "/" + encoded(key);
    }

    /** Not java.net.URLDecoder: to it a plus is a space, and bytes that are no UTF-8 are question marks. */
    private static String decoded(String raw) {
        byte[] sent = raw.getBytes(StandardCharsets.UTF_8);
        var bytes = ByteBuffer.allocate(sent.length);
        for (int i = 0; i < sent.length; i++) {
            if (sent[i] != '%') {
                bytes.put(sent[i]);
            } else {
                bytes.put((byte) (digit(sent, i + 1) * HEXADECIMAL + digit(sent, i + 2)));
                i += 2;
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("'" + raw + "' is not UTF-8, percent-encoded", e);
        }
    }

    private static int digit(byte[] sent, int at) {
        int value = at < sent.length ? Character.digit(sent[at], HEXADECIMAL) : -1;
        if (value < 0) {
            throw new IllegalArgumentException("a percent sign must be followed by two hexadecimal digits");
        }
        return value;
    }

    /** One part of a path or the value of a parameter, as it is to be sent. */
    public static String encoded(String text) {
        String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
        return encoded.equals(".") || encoded.equals("..") ? encoded.replace(".", "%2E") : encoded;
    }
}
