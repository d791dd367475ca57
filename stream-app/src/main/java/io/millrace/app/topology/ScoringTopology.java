package io.millrace.app.topology;

import static java.util.Objects.requireNonNull;

import io.millrace.app.topology.ScoreOutcome.Scored;
import io.millrace.app.topology.ScoreOutcome.Shadowed;
import io.millrace.app.topology.ScoreOutcome.Unscored;
import io.millrace.enrich.contract.RejectionReason;
import io.millrace.enrich.topology.EnrichmentTopology;
import java.time.Clock;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Branched;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.jspecify.annotations.Nullable;

/**
 * Gives every event exactly one prediction or exactly one dead letter.
 *
 * <pre>
 * events --> (enrichment) --> score --> outcome-scored   --> encode-prediction        --> predictions
 *                 |                 |                +-> [count-rows               --> counts, for the monitor]
 *                 |                 +-> outcome-shadowed --> encode-shadow            --> shadow predictions
 *                 |                 +-> outcome-unscored --> encode-dead-letter-score --> dead letters
 *                 |                 +-> [outcome-outlier --> encode-dead-letter-outlier --> quarantine]
 *                 +-- rejected, by stage --> encode-dead-letter-STAGE ------------------> dead letters
 *                 +-- [rejected, rate    --> encode-dead-letter-rate -------------------> quarantine]
 * </pre>
 */
public final class ScoringTopology {
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
        var scored = enriched.enriched()
                .process(
                        () -> new ScoreProcessor(routing, asking, clock, listener),
                        Named.as("score"),
                        ScoreProcessor.storeNames())
                .split(Named.as("outcome-"))
                .branch((key, outcome) -> outcome instanceof Scored, Branched.as("scored"))
                .branch((key, outcome) -> outcome instanceof Shadowed, Branched.as("shadowed"));
        var outcomes = (quarantine == null ? scored : scored.branch(ScoringTopology::isOutlier, Branched.as("outlier")))
                .defaultBranch(Branched.as("unscored"));

        write(only(outcomes, "scored"), "prediction", predictionsTopic);
        write(only(outcomes, "shadowed"), "shadow", shadowTopic);
        if (counting != null) {
            count(only(outcomes, "scored"), counting, builder);
        }

        deadLetters.write("score", refused(outcomes, "unscored", "score"));
        if (quarantine != null) {
            quarantine.write("outlier", refused(outcomes, "outlier", "outlier"));
        }
        enriched.rejected().forEach((stage, rejected) -> {
            var refused = rejected.mapValues(verdict -> Refusal.of(verdict), Named.as("refuse-at-" + stage));
            var letters =
                    stage.equals(EnrichmentTopology.RATE) ? requireNonNull(quarantine, "quarantine") : deadLetters;
            letters.write(stage, refused);
        });
    }

    private static boolean isOutlier(byte[] key, ScoreOutcome outcome) {
        return outcome instanceof Unscored unscored && unscored.rejected().reason() == RejectionReason.OUTLIER;
    }

    private static KStream<byte[], Refusal> refused(
            Map<String, KStream<byte[], ScoreOutcome>> outcomes, String outcome, String as) {
        return only(outcomes, outcome)
                .mapValues(refused -> Refusal.of(((Unscored) refused).rejected()), Named.as("refuse-at-" + as));
    }

    private void write(KStream<byte[], ScoreOutcome> scored, String what, String topic) {
        scored.processValues(() -> new PredictionEncoder(predictions, listener), Named.as("encode-" + what))
                .to(topic, Produced.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("write-" + what + "s"));
    }

    /** Its hook is asked after that of the processor that scores, which comes before it in the topology, so nothing is scored after it has told. */
    private void count(KStream<byte[], ScoreOutcome> scored, Counting counts, StreamsBuilder builder) {
        var commits = new HookedCommits(CountRows.HOOK, guard);
        commits.stores().forEach(builder::addStateStore);
        scored.process(() -> new CountRows(counts, commits, clock), Named.as("count-rows"), CountRows.HOOK)
                .to(
                        counts.topic(),
                        Produced.with(Serdes.Integer(), Serdes.ByteArray())
                                .withStreamPartitioner(CountRows.byTask())
                                .withName("write-counts"));
    }

    private static KStream<byte[], ScoreOutcome> only(
            Map<String, KStream<byte[], ScoreOutcome>> outcomes, String outcome) {
        return requireNonNull(outcomes.get("outcome-" + outcome), outcome);
    }
}
