package io.millrace.app.topology;

import io.millrace.schemas.deadletter.DeadLetter;
import io.millrace.schemas.deadletter.DeadLetterHeader;
import io.millrace.schemas.wire.AvroEncoder;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes a refused record as a dead letter: the bytes, key, headers and place it came with, and why. A record so large that
 * its dead letter would not fit into a topic of default settings is told by its place alone. One per task.
 */
final class DeadLetterEncoder implements FixedKeyProcessor<byte[], Refusal, byte[]> {
    /** Value and headers together, in bytes; a topic takes 1 MiB per batch unless set otherwise. */
    static final int MOST_BYTES = 900_000;

    private final DeadLetters deadLetters;
    private final AvroEncoder encoder;
    private @Nullable FixedKeyProcessorContext<byte[], byte[]> context;

    DeadLetterEncoder(DeadLetters deadLetters) {
        this.deadLetters = deadLetters;
        this.encoder = new AvroEncoder(deadLetters.schemaId(), DeadLetter.getClassSchema());
    }

    @Override
    public void init(FixedKeyProcessorContext<byte[], byte[]> context) {
        this.context = context;
    }

    @Override
    public void process(FixedKeyRecord<byte[], Refusal> record) {
        if (context == null) {
            throw new IllegalStateException("process before init");
        }
        var refusal = record.value();
        deadLetters.listener().refused(refusal.stage(), refusal.reason());
        context.forward(record.withValue(encode(refusal, headersOf(record.headers()))));
    }

    private byte[] encode(Refusal refusal, List<DeadLetterHeader> headers) {
        int bytes = size(refusal.value())
                + headers.stream().mapToInt(DeadLetterEncoder::size).sum();
        boolean whole = bytes <= MOST_BYTES;
        var detail = whole
                ? refusal.detail()
                : refusal.detail() + "; its " + bytes + " bytes are too many to copy: read them at their place";
        return encoder.encode(DeadLetter.newBuilder()
                .setPipeline(deadLetters.pipeline())
                .setStage(refusal.stage())
                .setReason(refusal.reason())
                .setDetail(detail)
                .setTopic(refusal.topic())
                .setPartition(refusal.partition())
                .setOffset(refusal.offset())
                .setTimestamp(Instant.ofEpochMilli(refusal.timestampMillis()))
                .setKey(buffer(refusal.key()))
                .setValue(whole ? buffer(refusal.value()) : null)
                .setHeaders(whole ? headers : List.of())
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

    private static int size(DeadLetterHeader header) {
        return header.getName().length()
                + (header.getValue() == null ? 0 : header.getValue().remaining());
    }

    private static @Nullable ByteBuffer buffer(byte @Nullable [] bytes) {
        return bytes == null ? null : ByteBuffer.wrap(bytes);
    }
}
