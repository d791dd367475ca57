package io.millrace.schemas.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/** Puts together one payload after the other in Confluent's wire format, under one schema. One per thread. */
public final class WireOutput {
    private static final int USUAL_BYTES = 512;

    private final byte[] header;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(USUAL_BYTES);
    private @Nullable BinaryEncoder encoder;

    /** @param schemaId the id under which the schema is registered that every payload follows */
    public WireOutput(int schemaId) {
        header = ByteBuffer.allocate(WireFormat.HEADER_BYTES)
                .put(WireFormat.MAGIC)
                .putInt(schemaId)
                .array();
    }

    /**
     * Begins a payload; what was begun and not ended is forgotten.
     *
     * @return takes what follows the header, until {@link #end}
     */
    public Encoder begin() {
        // before the reset, because it flushes what an unfinished payload has left in its buffer
        encoder = EncoderFactory.get().binaryEncoder(out, encoder);
        out.reset();
        out.writeBytes(header);
        return encoder;
    }

    /** The whole payload that was begun, header included. */
    public byte[] end() {
        if (encoder == null) {
            throw new IllegalStateException("end before begin");
        }
        try {
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return out.toByteArray();
    }
}
