package io.millrace.app.topology;

import io.millrace.schemas.deadletter.DeadLetter;
import io.millrace.schemas.deadletter.DeadLetterHeader;
import io.millrace.schemas.wire.AvroEncoder;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A refused record as a dead letter: the bytes, key, headers and place it came with, and why. A record so large that its dead letter would
 * not fit into a topic of default settings is told by its place alone. One per thread.
 */
public final class DeadLetterForm {
    /**
     * What is copied of a record, in bytes, key and headers counted twice; a topic takes 1 MiB per batch unless set otherwise.
     */
    static final int MOST_BYTES = 900_000;

    private final DeadLetters deadLetters;
    private final AvroEncoder encoder;

    /**
     * A dead letter's bytes.
     *
     * @param whole whether all of the record is in it; otherwise its key and headers are too large for a record of their own, too
     */
    @SuppressWarnings("ArrayRecordComponent") // bytes in flight, never compared
    public record Letter(byte[] value, boolean whole) {}

    /** Of one pipeline. */
    public DeadLetterForm(DeadLetters deadLetters) {
        this.deadLetters = deadLetters;
        this.encoder = new AvroEncoder(deadLetters.schemaId(), DeadLetter.getClassSchema());
    }

    /** The dead letter of a record. */
    public Letter write(Refusal refusal, Headers came) {
        var headers = headersOf(came);
        int copied = size(refusal.value()) + 2 * (size(refusal.key()) + size(headers));
        return copied <= MOST_BYTES
                ? new Letter(encode(refusal, headers), true)
                : new Letter(encode(refusal.withoutBytes(copied), List.of()), false);
    }

    private byte[] encode(Refusal refusal, List<DeadLetterHeader> headers) {
        return encoder.encode(DeadLetter.newBuilder()
                .setPipeline(deadLetters.pipeline())
                .setStage(refusal.stage())
                .setReason(refusal.reason())
                .setDetail(refusal.detail())
                .setTopic(refusal.topic())
                .setPartition(refusal.partition())
                .setOffset(refusal.offset())
                .setTimestamp(Instant.ofEpochMilli(refusal.timestampMillis()))
                .setKey(buffer(refusal.key()))
                .setValue(buffer(refusal.value()))
                .setHeaders(headers)
                .setFailedAt(deadLetters.clock().instant())
                .build());
    }

    private static List<DeadLetterHeader> headersOf(Headers headers) {
        var all = new ArrayList<DeadLetterHeader>();
        headers.forEach(header -> all.add(new DeadLetterHeader(header.key(), buffer(header.value()))));
        return all;
    }

    private static int size(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private static int size(List<DeadLetterHeader> headers) {
        return headers.stream()
                .mapToInt(header -> header.getName().length()
                        + (header.getValue() == null ? 0 : header.getValue().remaining()))
                .sum();
    }

    private static @Nullable ByteBuffer buffer(byte @Nullable [] bytes) {
        return bytes == null ? null : ByteBuffer.wrap(bytes);
    }
}
