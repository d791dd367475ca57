package io.millrace.enrich.topology;

import io.millrace.enrich.contract.RejectionReason;
import io.millrace.enrich.contract.Verdict;
import io.millrace.enrich.definition.EventDefinition;
import io.millrace.enrich.event.Event;
import io.millrace.enrich.plan.FeaturePlan;
import io.millrace.schemas.registry.SchemaRegistry;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Branched;
import org.apache.kafka.streams.kstream.BranchedKStream;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

/**
 * Gives every record of the event topic its verdict.
 *
 * <pre>
 * events --> read-events --> check-contract --> verdict-accepted     --> take-accepted
 *                                           --> verdict-rejected     --> take-rejected
 *                                           --> [verdict-quarantined --> take-quarantined]
 * </pre>
 */
final class ContractStage {
    private final FeaturePlan plan;
    private final SchemaRegistry registry;
    private final Clock clock;
    private final StoreKind stores;
    private final EventClocks clocks;
    private final EnrichmentListener listener;

    /**
     * What comes out.
     *
     * @param accepted events with the features that need nothing but themselves
     * @param rejected as {@link EnrichmentTopology.Streams} has them
     */
    record Streams(KStream<byte[], Event> accepted, Map<String, KStream<byte[], Verdict.Rejected>> rejected) {}

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

    Streams addTo(StreamsBuilder builder) {
        boolean quarantines = plan.admission().quarantines();
        BranchedKStream<byte[], Verdict> judged =
                judged(builder).branch((key, verdict) -> verdict instanceof Verdict.Accepted, Branched.as("accepted"));
        Map<String, KStream<byte[], Verdict>> verdicts = (quarantines
                        ? judged.branch(ContractStage::isBeyondRate, Branched.as("quarantined"))
                        : judged)
                .defaultBranch(Branched.as("rejected"));

        var rejected = new LinkedHashMap<String, KStream<byte[], Verdict.Rejected>>();
        rejected.put("contract", refused(verdicts, "rejected"));
        if (quarantines) {
            rejected.put(EnrichmentTopology.RATE, refused(verdicts, "quarantined"));
        }
        KStream<byte[], Event> accepted = only(verdicts, "accepted")
                .mapValues(verdict -> ((Verdict.Accepted) verdict).event(), Named.as("take-accepted"));
        return new Streams(accepted, rejected);
    }

    private BranchedKStream<byte[], Verdict> judged(StreamsBuilder builder) {
        EventDefinition definition = plan.definitions().event();
        return builder.stream(
                        definition.topic(),
                        EnrichmentTopology.consumed(
                                "read-events",
                                new IncomingSerde(registry, definition.schema()),
                                new EventTimeExtractor(plan.contract(), clock)))
                .processValues(
                        new ContractProcessor.Supplier(plan, clock, stores, clocks, listener),
                        Named.as("check-contract"))
                .split(Named.as("verdict-"));
    }

    private static boolean isBeyondRate(byte[] key, Verdict verdict) {
        return verdict instanceof Verdict.Rejected rejected && rejected.reason() == RejectionReason.RATE_EXCEEDED;
    }

    private static KStream<byte[], Verdict.Rejected> refused(
            Map<String, KStream<byte[], Verdict>> verdicts, String outcome) {
        return only(verdicts, outcome).mapValues(Verdict.Rejected.class::cast, Named.as("take-" + outcome));
    }

    private static KStream<byte[], Verdict> only(Map<String, KStream<byte[], Verdict>> verdicts, String outcome) {
        KStream<byte[], Verdict> branch = verdicts.get("verdict-" + outcome);
        if (branch == null) {
            throw new IllegalStateException("no branch " + outcome + " among " + verdicts.keySet());
        }
        return branch;
    }
}
