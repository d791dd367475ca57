package io.millrace.enrich.window;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An array by its content; its hash is worked out once. */
final class ArrayKey {
    private final byte[] bytes;
    private final int hash;

    /** @param bytes never changed from here on */
    ArrayKey(byte[] bytes) {
        this.bytes = bytes;
        this.hash = Arrays.hashCode(bytes);
    }

    int length() {
        return bytes.length;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ArrayKey that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
