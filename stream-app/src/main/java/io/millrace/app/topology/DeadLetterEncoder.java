package io.millrace.app.topology;

import io.millrace.schemas.deadletter.DeadLetter;
import io.millrace.schemas.deadletter.DeadLetterHeader;
import io.millrace.schemas.wire.AvroEncoder;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Writes a refused record as a dead letter: the bytes, key, headers and place it came with, and why. It keeps the record's
 * key and headers as its own, too. A record so large that its dead letter would not fit into a topic of default settings is
 * told by its place alone. One per task.
 */
final class DeadLetterEncoder implements Processor<byte[], Refusal, byte[], byte[]> {
    /**
     * What is copied of a record, in bytes, key and headers counted twice; a topic takes 1 MiB per batch unless set otherwise.
     */
    static final int MOST_BYTES = 900_000;

    private final DeadLetters deadLetters;
    private final AvroEncoder encoder;
    private @Nullable ProcessorContext<byte[], byte[]> context;

    DeadLetterEncoder(DeadLetters deadLetters) {
        this.deadLetters = deadLetters;
        this.encoder = new AvroEncoder(deadLetters.schemaId(), DeadLetter.getClassSchema());
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
    }

    @Override
    public void process(Record<byte[], Refusal> record) {
        if (context == null) {
            throw new IllegalStateException("process before init");
        }
        var refusal = record.value();
        deadLetters.listener().refused(refusal.stage(), refusal.reason());
        var headers = headersOf(record.headers());
        int copied = size(refusal.value()) + 2 * (size(refusal.key()) + size(headers));
        if (copied <= MOST_BYTES) {
            context.forward(record.withValue(encode(refusal, headers)));
        } else {
            context.forward(new Record<>(null, encode(refusal.withoutBytes(copied), List.of()), record.timestamp()));
        }
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
