package io.millrace.app.journal;

import io.millrace.app.rollout.RolloutState;
import io.millrace.schemas.registry.RegistryUnavailableException;
import io.millrace.schemas.registry.SchemaRegistry;
import io.millrace.schemas.rollout.RolloutEvent;
import io.millrace.schemas.wire.AvroDecoder;
import io.millrace.schemas.wire.Decoded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads the rollout log from its beginning and knows what holds after it. Confined to one thread at a time. */
public final class JournalReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final Consumer<byte[], byte[]> consumer;
    private final TopicPartition log;
    private final AvroDecoder decoder;
    private RolloutState state = RolloutState.EMPTY;

    /** @param consumer belongs to no group and has nothing assigned; closed with this */
    JournalReader(Consumer<byte[], byte[]> consumer, String topic, SchemaRegistry registry) {
        this.consumer = consumer;
        this.log = new TopicPartition(topic, JournalTopics.PARTITION);
        this.decoder = new AvroDecoder(registry, RolloutEvent.getClassSchema());
        consumer.assign(List.of(log));
        consumer.seekToBeginning(List.of(log));
    }

    /**
     * Reads a log without writing anything, not even its contract to the registry. To be closed by the caller.
     *
     * @param topic exists
     */
    public static JournalReader of(JournalClients clients, String topic, SchemaRegistry registry) {
        return new JournalReader(clients.consumer(), topic, registry);
    }

    /** What holds after all that has been read. */
    public RolloutState state() {
        return state;
    }

    /** Offset of the record to be read next. */
    public long position() {
        return consumer.position(log);
    }

    /** Offset behind the last record that there is now. */
    public long end() {
        Long end = consumer.endOffsets(List.of(log)).get(log);
        return end == null ? 0 : end;
    }

    /**
     * What has been written since, each with what came of it.
     *
     * @param longest to wait for something
     * @throws RegistryUnavailableException if nothing can be read before the registry is back
     */
    public List<Line> poll(Duration longest) {
        var lines = new ArrayList<Line>();
        for (var record : consumer.poll(longest).records(log)) {
            try {
                lines.add(read(record));
            } catch (RegistryUnavailableException e) {
                consumer.seek(log, record.offset()); // what it says is known when the registry is back
                if (lines.isEmpty()) {
                    throw e;
                }
                return lines;
            }
        }
        return lines;
    }

    /** All that had been written when this was called. */
    public List<Line> readToEnd() {
        long end = end();
        var lines = new ArrayList<Line>();
        while (position() < end) {
            lines.addAll(poll(POLL));
        }
        return lines;
    }

    private Line read(ConsumerRecord<byte[], byte[]> record) {
        var decoded = decoder.decode(record.value());
        if (decoded instanceof Decoded.Malformed malformed) {
            return new Line.Garbage(record, malformed.detail());
        }
        try {
            var entry = EntryForm.read(((Decoded.Value) decoded).record());
            if (entry.isEmpty()) {
                return new Line.Unknown(record.offset());
            }
            var step = state.after(entry.get());
            state = step.next();
            return new Line.Written(record.offset(), entry.get(), step.refusal());
        } catch (IllegalArgumentException | AvroRuntimeException e) {
            return new Line.Garbage(record, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
