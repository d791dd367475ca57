package io.millrace.enrich.topology;

import io.millrace.enrich.contract.RejectionReason;
import io.millrace.enrich.contract.Verdict;
import io.millrace.enrich.definition.EventDefinition;
import io.millrace.enrich.plan.FeaturePlan;
import io.millrace.schemas.registry.SchemaRegistry;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

/**
 * Gives every record of the event topic its verdict.
 *
 * <pre>
 * events --> read-events --> check-contract --> accepted, to whoever takes them
 *                                           --> take-rejected
 *                                           --> [take-quarantined]
 * </pre>
 *
 * <p>A verdict goes straight to the node that deals with it: a branch would be two nodes more for every event.
 */
final class ContractStage {
    private static final String TAKE_REJECTED = "take-rejected";
    private static final String TAKE_QUARANTINED = "take-quarantined";

    private final FeaturePlan plan;
    private final SchemaRegistry registry;
    private final Clock clock;
    private final StoreKind stores;
    private final EventClocks clocks;
    private final EnrichmentListener listener;

    /**
     * What comes out.
     *
     * @param accepted verdicts on events that have the features which need nothing but themselves; they reach the node that was named
     *     for them, and no other
     * @param rejected as {@link EnrichmentTopology.Streams} has them
     */
    record Streams(KStream<byte[], Verdict> accepted, Map<String, KStream<byte[], Verdict.Rejected>> rejected) {}

    ContractStage(
            FeaturePlan plan,
            SchemaRegistry registry,
            Clock clock,
            StoreKind stores,
            EventClocks clocks,
            EnrichmentListener listener) {
        this.plan = plan;
        this.registry = registry;
        this.clock = clock;
        this.stores = stores;
        this.clocks = clocks;
        this.listener = listener;
    }

    /**
     * Adds the stage.
     *
     * @param acceptedBy name of the node that takes what is accepted
     */
    Streams addTo(StreamsBuilder builder, String acceptedBy) {
        boolean quarantines = plan.admission().quarantines();
        EventDefinition definition = plan.definitions().event();
        KStream<byte[], Verdict> verdicts = builder.stream(
                        definition.topic(),
                        EnrichmentTopology.consumed(
                                "read-events",
                                new IncomingSerde(registry, definition.schema()),
                                new EventTimeExtractor(plan.contract(), clock)))
                .processValues(
                        new ContractProcessor.Supplier(
                                plan,
                                clock,
                                stores,
                                clocks,
                                verdict -> exit(verdict, acceptedBy, quarantines),
                                listener),
                        Named.as("check-contract"));

        var rejected = new LinkedHashMap<String, KStream<byte[], Verdict.Rejected>>();
        rejected.put("contract", refused(verdicts, TAKE_REJECTED));
        if (quarantines) {
            rejected.put(EnrichmentTopology.RATE, refused(verdicts, TAKE_QUARANTINED));
        }
        return new Streams(verdicts, rejected);
    }

    private static String exit(Verdict verdict, String acceptedBy, boolean quarantines) {
        if (verdict instanceof Verdict.Rejected rejected) {
            return quarantines && rejected.reason() == RejectionReason.RATE_EXCEEDED ? TAKE_QUARANTINED : TAKE_REJECTED;
        }
        return acceptedBy;
    }

    private static KStream<byte[], Verdict.Rejected> refused(KStream<byte[], Verdict> verdicts, String as) {
        return verdicts.mapValues(Verdict.Rejected.class::cast, Named.as(as));
    }
}
