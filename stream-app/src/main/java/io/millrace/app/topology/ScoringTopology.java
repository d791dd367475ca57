package io.millrace.app.topology;

import static java.util.Objects.requireNonNull;

import io.millrace.app.topology.ScoreOutcome.Scored;
import io.millrace.app.topology.ScoreOutcome.Shadowed;
import io.millrace.app.topology.ScoreOutcome.Unscored;
import io.millrace.enrich.contract.RejectionReason;
import io.millrace.enrich.topology.EnrichmentTopology;
import java.time.Clock;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Gives every event exactly one prediction or exactly one dead letter.
 *
 * <pre>
 * events --> (enrichment) --> score -- scored ---> encode-prediction --------------------> predictions
 *                 |              +---- [drawn ----> count-rows ----------------------------> counts, for the monitor]
 *                 |              +---- shadowed --> encode-shadow -------------------------> shadow predictions
 *                 |              +---- unscored --> refuse-at-score --> encode-dead-letter-score --> dead letters
 *                 |              +---- [outlier --> refuse-at-outlier --> encode-dead-letter-outlier --> quarantine]
 *                 +-- rejected, by stage --> encode-dead-letter-STAGE ---------------------> dead letters
 *                 +-- [rejected, rate    --> encode-dead-letter-rate ----------------------> quarantine]
 * </pre>
 *
 * <p>An outcome goes from {@code score} straight to the node that deals with it: a branch by predicates would be two nodes more for every event,
 * which take half as long as the model (ADR 37).
 */
public final class ScoringTopology {
    private static final String ENCODE_PREDICTION = "encode-prediction";
    private static final String COUNT_ROWS = "count-rows";
    private static final String ENCODE_SHADOW = "encode-shadow";
    private static final String REFUSE_UNSCORED = "refuse-at-score";
    private static final String REFUSE_OUTLIER = "refuse-at-outlier";

    private final EnrichmentTopology enrichment;
    private final Routing routing;
    private final Asking asking;
    private final PredictionFormat predictions;
    private final String predictionsTopic;
    private final String shadowTopic;
    private final DeadLetters deadLetters;
    private final @Nullable DeadLetters quarantine;
    private final @Nullable Counting counting;
    private final CommitGuard guard;
    private final Clock clock;
    private final ScoringListener listener;

    /**
     * The topology of one pipeline.
     *
     * @param routing says which model scores which event; models stay open as long as the topology runs
     * @param shadowTopic where versions that answer nobody say what they would
     * @param quarantine where events go that are kept from the models, because their row is an outlier or their key has too many;
     *     null if none are
     * @param counting what is counted of answers for the monitor; null if it reads them itself, or there is none
     * @param guard is asked by the producer that commits what was read
     */
    public ScoringTopology(
            EnrichmentTopology enrichment,
            Routing routing,
            Asking asking,
            PredictionFormat predictions,
            String predictionsTopic,
            String shadowTopic,
            DeadLetters deadLetters,
            @Nullable DeadLetters quarantine,
            @Nullable Counting counting,
            CommitGuard guard,
            Clock clock,
            ScoringListener listener) {
        this.enrichment = enrichment;
        this.routing = routing;
        this.asking = asking;
        this.predictions = predictions;
        this.predictionsTopic = predictionsTopic;
        this.shadowTopic = shadowTopic;
        this.deadLetters = deadLetters;
        this.quarantine = quarantine;
        this.counting = counting;
        this.guard = guard;
        this.clock = clock;
        this.listener = listener;
    }

    /** Adds the whole road, from the event topic to both outcomes, to {@code builder}. */
    public void addTo(StreamsBuilder builder) {
        var enriched = enrichment.addTo(builder);

        ScoreProcessor.stores(guard).forEach(builder::addStateStore);
        var outcomes = enriched.enriched()
                .<byte[], ScoreOutcome>process(
                        () -> new ScoreProcessor(routing, asking, this::sendOn, clock, listener),
                        Named.as("score"),
                        ScoreProcessor.storeNames());

        write(outcomes, ENCODE_PREDICTION, "predictions", predictionsTopic);
        write(outcomes, ENCODE_SHADOW, "shadows", shadowTopic);
        if (counting != null) {
            count(outcomes, counting, builder);
        }
        deadLetters.write("score", refused(outcomes, REFUSE_UNSCORED));
        if (quarantine != null) {
            quarantine.write("outlier", refused(outcomes, REFUSE_OUTLIER));
        }

        enriched.rejected().forEach((stage, rejected) -> {
            var refused = rejected.mapValues(verdict -> Refusal.of(verdict), Named.as("refuse-at-" + stage));
            var letters =
                    stage.equals(EnrichmentTopology.RATE) ? requireNonNull(quarantine, "quarantine") : deadLetters;
            letters.write(stage, refused);
        });
    }

    /** Sends an outcome from the processor that scores to the nodes that deal with it. */
    private void sendOn(ProcessorContext<byte[], ScoreOutcome> from, Record<byte[], ScoreOutcome> record) {
        var outcome = record.value();
        if (outcome instanceof Scored scored) {
            from.forward(record, ENCODE_PREDICTION);
            if (counting != null && counting.takes(scored)) {
                from.forward(record, COUNT_ROWS);
            }
        } else if (outcome instanceof Shadowed) {
            from.forward(record, ENCODE_SHADOW);
        } else {
            from.forward(record, quarantine != null && isOutlier(outcome) ? REFUSE_OUTLIER : REFUSE_UNSCORED);
        }
    }

    private static boolean isOutlier(ScoreOutcome outcome) {
        return outcome instanceof Unscored unscored && unscored.rejected().reason() == RejectionReason.OUTLIER;
    }

    private static KStream<byte[], Refusal> refused(KStream<byte[], ScoreOutcome> outcomes, String as) {
        return outcomes.mapValues(refused -> Refusal.of(((Unscored) refused).rejected()), Named.as(as));
    }

    private void write(KStream<byte[], ScoreOutcome> outcomes, String as, String what, String topic) {
        outcomes.processValues(() -> new PredictionEncoder(predictions, listener), Named.as(as))
                .to(topic, Produced.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("write-" + what));
    }

    /** Its hook is asked after that of the processor that scores, which comes before it in the topology, so nothing is scored after it has told. */
    private void count(KStream<byte[], ScoreOutcome> outcomes, Counting counts, StreamsBuilder builder) {
        var commits = new HookedCommits(CountRows.HOOK, guard);
        commits.stores().forEach(builder::addStateStore);
        outcomes.process(() -> new CountRows(counts, commits, clock), Named.as(COUNT_ROWS), CountRows.HOOK)
                .to(
                        counts.topic(),
                        Produced.with(Serdes.Integer(), Serdes.ByteArray())
                                .withStreamPartitioner(CountRows.byTask())
                                .withName("write-counts"));
    }
}
