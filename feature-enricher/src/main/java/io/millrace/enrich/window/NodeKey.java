package io.millrace.enrich.window;

import java.util.Arrays;

/**
 * Store keys: the entity key, then a suffix that is read from its end, so that no entity's keys can be mistaken for
 * another's. A head's suffix is the byte 0. A node's is its index, big-endian without leading zero bytes (at least one byte),
 * then one byte {@code (level << 4) | length of the index}. That of the past's sketches is the byte 0x10.
 */
final class NodeKey {
    private static final int LEVEL_SHIFT = 4;

    private NodeKey() {}

    static byte[] head(byte[] entity) {
        return Arrays.copyOf(entity, entity.length + 1);
    }

    static byte[] past(byte[] entity) {
        byte[] key = Arrays.copyOf(entity, entity.length + 1);
        key[entity.length] = 1 << LEVEL_SHIFT;
        return key;
    }

    static byte[] node(byte[] entity, int level, long index) {
        int length = Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(index) + Byte.SIZE - 1) / Byte.SIZE);
        byte[] key = Arrays.copyOf(entity, entity.length + length + 1);
        long rest = index;
        for (int i = entity.length + length - 1; i >= entity.length; i--) {
            key[i] = (byte) rest;
            rest >>>= Byte.SIZE;
        }
        key[key.length - 1] = (byte) (level << LEVEL_SHIFT | length);
        return key;
    }
}
