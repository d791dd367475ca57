package io.millrace.enrich.topology;

import io.millrace.enrich.contract.Verdict;
import io.millrace.enrich.definition.EventDefinition;
import io.millrace.enrich.definition.OutcomeDefinition;
import io.millrace.enrich.label.OutcomeContract;
import io.millrace.enrich.plan.FeaturePlan;
import io.millrace.enrich.plan.Station;
import io.millrace.schemas.registry.SchemaRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

/**
 * Brings outcomes to the events they are of.
 *
 * <pre>
 * accepted events --> [by-transaction-id] --> take-events ----+
 *                                                             +--> meet-outcomes --> labels --> [labels-by-terminal-id] --> station
 * outcomes --> read-outcomes --> take-outcomes ---------------+                  --> rejected
 * </pre>
 *
 * <p>Where events arrive by their id there is no hop. The outcomes topic is read in the sub-topology of the events by id, so it must
 * have as many partitions as the event topic.
 */
final class LabelStage {
    private final FeaturePlan plan;
    private final OutcomeDefinition outcomes;
    private final SchemaRegistry registry;
    private final Clock clock;
    private final StoreKind stores;
    private final int partitions;
    private final Backlog backlog;
    private final Hops hops;

    LabelStage(
            FeaturePlan plan,
            OutcomeDefinition outcomes,
            SchemaRegistry registry,
            Clock clock,
            StoreKind stores,
            int partitions,
            Backlog backlog) {
        this.plan = plan;
        this.outcomes = outcomes;
        this.registry = registry;
        this.clock = clock;
        this.stores = stores;
        this.partitions = partitions;
        this.backlog = backlog;
        this.hops = new Hops(plan, registry);
    }

    /**
     * What comes out.
     *
     * @param labels for stations
     * @param rejected outcomes that count nowhere
     */
    record Streams(KStream<byte[], LabelOutput> labels, KStream<byte[], Verdict.Rejected> rejected) {}

    Streams addTo(StreamsBuilder builder, KStream<byte[], HopMessage> accepted) {
        var kept = LabelStores.builders(stores);
        kept.forEach(builder::addStateStore);
        EventDefinition event = plan.definitions().event();
        boolean byId = event.id().equals(event.key());
        var setting = new LabelProcessor.Setting(plan, outcomes, registry, clock, byId ? 1 : partitions, backlog);
        var events = byId
                ? accepted
                : hops.byKey(accepted, ResourceNames.dashed(event.id()), (before, passing) -> passing.event()
                        .id()
                        .getBytes(StandardCharsets.UTF_8));
        KStream<byte[], LabelOutput> met = events.<LabelInput>mapValues(
                        LabelInput.OfEvents::new, Named.as("take-events"))
                .merge(reported(builder), Named.as("gather-labels"))
                .process(
                        () -> new LabelProcessor(setting),
                        Named.as("meet-outcomes"),
                        kept.stream().map(store -> store.name()).toArray(String[]::new));
        return new Streams(met, met.flatMapValues(LabelStage::rejected, Named.as("take-rejected-outcomes")));
    }

    /** What a station is told, over its own topic. */
    KStream<byte[], HopMessage> labelsFor(int position, Station station, KStream<byte[], LabelOutput> labels) {
        return hops.over(
                labels.flatMapValues(output -> message(output, position), Named.as("take-labels-by-" + station.name())),
                "labels-by-" + station.name());
    }

    private KStream<byte[], LabelInput> reported(StreamsBuilder builder) {
        var contract =
                new OutcomeContract(outcomes, plan.definitions().event().skew().toMillis());
        return builder.stream(
                        outcomes.topic(),
                        Consumed.with(Serdes.ByteArray(), new IncomingSerde(registry, outcomes.schema()))
                                .withTimestampExtractor(new OutcomeTimeExtractor(contract, plan.contract(), clock))
                                .withOffsetResetPolicy(AutoOffsetReset.earliest())
                                .withName("read-outcomes"))
                .mapValues(LabelInput.OfOutcomes::new, Named.as("take-outcomes"));
    }

    private static List<HopMessage> message(LabelOutput output, int station) {
        return output instanceof LabelOutput.ForStation of && of.isFor(station) ? List.of(of.message()) : List.of();
    }

    private static List<Verdict.Rejected> rejected(LabelOutput output) {
        return output instanceof LabelOutput.Refused refused ? List.of(refused.rejected()) : List.of();
    }
}
