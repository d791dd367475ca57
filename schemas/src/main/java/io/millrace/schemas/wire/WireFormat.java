package io.millrace.schemas.wire;

/** The header before every payload: {@link #MAGIC}, then the schema id as a big-endian 32-bit integer. */
final class WireFormat {
    static final byte MAGIC = 0;
    static final int HEADER_BYTES = 5;

    private WireFormat() {}
}
