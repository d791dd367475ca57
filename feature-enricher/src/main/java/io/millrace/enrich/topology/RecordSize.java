package io.millrace.enrich.topology;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** How much a record is, as {@link io.millrace.enrich.contract.Contract#checkSize} counts it. */
public final class RecordSize {
    private RecordSize() {}

    /** Key, value and headers together, in bytes. */
    public static long of(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        long bytes = length(key) + length(value);
        for (Header header : headers) {
            bytes += header.key().length() + length(header.value());
        }
        return bytes;
    }

    private static long length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
