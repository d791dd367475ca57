package io.millrace.app.runtime;

import io.millrace.app.journal.Journal;
import io.millrace.app.journal.JournalTopics;
import io.millrace.app.journal.Line;
import io.millrace.app.topology.DeadLetterForm;
import io.millrace.app.topology.DeadLetters;
import io.millrace.app.topology.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Makes dead letters of what somebody wrote into the rollout log that is no entry, one of each: up to where that has been done is an offset of a
 * consumer group. There is next to none, so all that it takes is opened each time, and the log is read once more.
 *
 * @param group whose offset that is
 */
record DiscardedEntries(Journal journal, String group, DeadLetters deadLetters) implements LongConsumer {
    /**
     * Tells of everything before an offset that nobody has told of.
     *
     * @param end of what has been read of the log
     */
    @Override
    public void accept(long end) {
        var log = new TopicPartition(journal.topics().rollouts(), JournalTopics.PARTITION);
        try (var told = journal.clients().member(group)) {
            told.assign(List.of(log));
            var committed = told.committed(Set.of(log)).get(log);
            var garbage = garbage(committed == null ? 0 : committed.offset(), end);
            if (!garbage.isEmpty()) {
                tell(garbage);
                told.commitSync(Map.of(log, new OffsetAndMetadata(end)));
            }
        }
    }

    private List<Line.Garbage> garbage(long from, long end) {
        try (var reader = journal.newReader()) {
            return reader.readToEnd().stream()
                    .filter(Line.Garbage.class::isInstance)
                    .map(Line.Garbage.class::cast)
                    .filter(each -> each.offset() >= from && each.offset() < end)
                    .toList();
        }
    }

    private void tell(List<Line.Garbage> garbage) {
        try (var producer = journal.clients().producer()) {
            for (var each : garbage) {
                tell(each, producer);
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private void tell(Line.Garbage garbage, Producer<byte[], byte[]> producer)
            throws ExecutionException, InterruptedException {
        var record = garbage.record();
        var refusal = new Refusal(
                Refusal.ROLLOUT_STAGE,
                Refusal.NO_ENTRY,
                garbage.why(),
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.key(),
                record.value());
        deadLetters.listener().refused(refusal.stage(), refusal.reason());
        var letter = new DeadLetterForm(deadLetters).write(refusal, record.headers());
        var key = letter.whole() ? record.key() : null;
        producer.send(new ProducerRecord<>(deadLetters.topic(), key, letter.value()))
                .get();
    }
}
