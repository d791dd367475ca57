package io.millrace.app.runtime;

import io.millrace.app.journal.JournalClients;
import io.millrace.app.journal.Line;
import io.millrace.app.topology.DeadLetterForm;
import io.millrace.app.topology.DeadLetters;
import io.millrace.app.topology.Refusal;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/** Makes dead letters of what somebody wrote into the rollout log that is no entry. There is next to none: a producer is made for each. */
record DiscardedEntries(JournalClients clients, DeadLetters deadLetters) implements Consumer<Line.Garbage> {
    @Override
    public void accept(Line.Garbage garbage) {
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
        try (var producer = clients.producer()) {
            var key = letter.whole() ? record.key() : null;
            producer.send(new ProducerRecord<>(deadLetters.topic(), key, letter.value()))
                    .get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
