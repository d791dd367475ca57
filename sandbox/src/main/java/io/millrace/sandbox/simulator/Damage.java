package io.millrace.sandbox.simulator;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** What happens to a message's bytes on the way. Every damage makes a payload that cannot be read, whatever it was. */
public enum Damage {
    NONE,
    /** Cut somewhere, at least one byte short. */
    TRUNCATED,
    /** A first byte that is not the wire format's zero. */
    WRONG_MAGIC,
    /** The first text claims to be two gigabytes long. */
    GIANT_LENGTH,
    /** Noise of the same length. */
    RANDOM;

    private static final int HEADER_BYTES = 5;
    /** 2^31 - 1 as an Avro length: zigzag, then base 128 with the lowest group first. */
    private static final byte[] GIANT = {(byte) 0xFE, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x0F};

    /**
     * Damages a payload in Confluent wire format whose schema is a record that begins with a text.
     *
     * @param intact at least ten bytes; not changed
     * @param id     the message's id: the same message is damaged in the same way each time
     */
    public byte[] apply(byte[] intact, String id) {
        var random = Seeds.random(0, id);
        var bytes = Arrays.copyOf(intact, intact.length);
        switch (this) {
            case NONE -> {}
            case TRUNCATED -> bytes = Arrays.copyOf(intact, 1 + random.nextInt(intact.length - 1));
            case WRONG_MAGIC -> bytes[0] = (byte) (1 + random.nextInt(127));
            case GIANT_LENGTH -> ByteBuffer.wrap(bytes).put(HEADER_BYTES, GIANT);
            case RANDOM -> {
                random.nextBytes(bytes);
                bytes[0] |= 1; // zero would be the wire format's first byte, and noise might then name a schema
            }
        }
        return bytes;
    }
}
