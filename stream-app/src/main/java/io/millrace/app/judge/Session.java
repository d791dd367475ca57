package io.millrace.app.judge;

import io.millrace.app.journal.JournalClients;
import io.millrace.app.pipeline.JudgeDefinition;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.drift.judge.Verdict;
import io.millrace.enrich.label.OutcomeContract;
import io.millrace.schemas.registry.SchemaRegistry;
import io.millrace.schemas.wire.AvroDecoder;
import io.millrace.schemas.wire.Decoded;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads what there is to know of one contest, from its beginning, and however often it is begun anew. Confined to one thread.
 */
final class Session implements AutoCloseable {
    /** Predictions of before, in each partition, that tell how the champion scores. */
    private static final int BEFORE = 2_000;

    private final InTime topics;
    private final Scorecard card;
    private final PredictionForm form;
    private final AvroDecoder predictions;
    private final Clock clock;
    private final @Nullable Outcomes outcomes;

    /** How outcomes are read. */
    private record Outcomes(String topic, AvroDecoder decoder, OutcomeContract contract) {}

    /**
     * A contest of a pipeline.
     *
     * @throws org.apache.kafka.common.KafkaException if a topic cannot be had
     */
    Session(
            Contest contest,
            JudgeDefinition judge,
            Pipeline pipeline,
            JournalClients clients,
            SchemaRegistry registry,
            Clock clock) {
        this.form = new PredictionForm(pipeline);
        this.predictions = new AvroDecoder(registry, form.schema());
        this.clock = clock;
        var definition = pipeline.definitions().outcomes();
        long skewMillis = pipeline.definitions().event().skew().toMillis();
        var read = new ArrayList<>(List.of(pipeline.topics().predictions()));
        if (contest.kind() == Contest.Kind.SHADOW) {
            read.add(pipeline.topics().shadow());
        }
        if (definition == null) {
            this.outcomes = null;
            this.card = new Scorecard(contest, judge, Duration.ZERO);
        } else {
            this.outcomes = new Outcomes(
                    definition.topic(),
                    new AvroDecoder(registry, definition.schema()),
                    new OutcomeContract(definition, skewMillis));
            this.card = new Scorecard(contest, judge, definition.within());
            read.add(definition.topic());
        }
        // no event is further ahead of its record than that
        this.topics = InTime.open(clients.consumer(), read, Math.max(0, contest.fromMillis() - skewMillis), BEFORE);
    }

    /** Reads on. */
    void poll(Duration longest) {
        topics.poll(longest).forEach(this::read);
    }

    private void read(ConsumerRecord<byte[], byte[]> record) {
        var known = outcomes;
        if (known != null && record.topic().equals(known.topic)) {
            var checked = known.contract.check(
                    known.decoder.decode(record.value()), record.key(), record.timestamp(), clock.millis());
            if (checked instanceof OutcomeContract.Checked.Accepted accepted) {
                var outcome = accepted.outcome();
                card.outcome(outcome.id(), number(outcome.label()), outcome.knownMillis());
            }
        } else if (predictions.decode(record.value()) instanceof Decoded.Value prediction) {
            card.told(form.read(prediction.record()));
        } // what cannot be read is a dead letter of the monitor's
    }

    private static double number(Object label) {
        return label instanceof Boolean truth ? (truth ? 1 : 0) : ((Number) label).doubleValue();
    }

    Contest contest() {
        return card.contest();
    }

    long latestMillis() {
        return card.latestMillis();
    }

    Verdict verdict() {
        return card.verdict();
    }

    @Override
    public void close() {
        topics.close();
    }
}
