package io.millrace.app.query;

import io.millrace.enrich.definition.EventDefinition;
import io.millrace.enrich.definition.FeatureDefinitions;
import io.millrace.enrich.definition.FeatureGroup;
import io.millrace.enrich.event.Event;
import io.millrace.enrich.event.Origin;
import io.millrace.enrich.plan.FeaturePlan;
import io.millrace.enrich.plan.Station;
import io.millrace.enrich.plan.StationHistory;
import io.millrace.enrich.window.NodeStore;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/** A pipeline over readings of machines, which have a site and a number; and one partition of its state. */
final class Machines {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private static final Schema READING = SchemaBuilder.record("Reading")
            .fields()
            .requiredString("id")
            .name("at")
            .type(LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG)))
            .noDefault()
            .requiredString("site")
            .requiredInt("machine")
            .requiredDouble("heat")
            .endRecord();

    /** An instance has one of its own. */
    private final FeaturePlan plan = FeaturePlan.compile(new FeatureDefinitions(
            new EventDefinition(
                    "readings",
                    READING,
                    "id",
                    "at",
                    "site",
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(1),
                    null,
                    Map.of()),
            List.of(),
            List.of(
                    new FeatureGroup.Aggregates(
                            "site", List.of(Duration.ofHours(1)), Duration.ZERO, Map.of("readings", "count()")),
                    new FeatureGroup.Aggregates(
                            "site", List.of(Duration.ofHours(1)), Duration.ofHours(1), Map.of("before", "count()")),
                    new FeatureGroup.Aggregates(
                            "machine",
                            List.of(Duration.ofHours(1)),
                            Duration.ZERO,
                            Map.of("spread", "stddev(heat)")))));

    private final Map<String, Map<ByteBuffer, byte[]>> stores = new HashMap<>();

    FeaturePlan plan() {
        return plan;
    }

    /** The state is in that partition, and nobody is waited for. */
    Residence.Here here(int partition) {
        plan.stations().forEach(station -> station.frontiers().of(partition).set(Long.MAX_VALUE));
        return new Residence.Here(this::store);
    }

    void reading(String site, int machine, Instant at) {
        var reading = new GenericData.Record(READING);
        reading.put("id", "r");
        reading.put("at", at.toEpochMilli());
        reading.put("site", site);
        reading.put("machine", machine);
        reading.put("heat", 20.0);
        for (Station station : plan.stations()) {
            var origin = new Origin("readings", 0, 0, at.toEpochMilli(), null, null);
            double[] row = Event.emptyRow(plan.features().size());
            var event = new Event(reading, origin, "r", at.toEpochMilli(), row, 0);
            station.over(this::store).enrich(event, at.toEpochMilli());
        }
    }

    private NodeStore store(StationHistory history) {
        var nodes = stores.computeIfAbsent(history.store(), first -> new HashMap<>());
        return new NodeStore() {
            @Override
            public byte @Nullable [] get(byte[] key) {
                return nodes.get(ByteBuffer.wrap(key));
            }

            @Override
            public void put(byte[] key, byte[] value) {
                nodes.put(ByteBuffer.wrap(key), value);
            }

            @Override
            public void delete(byte[] key) {
                nodes.remove(ByteBuffer.wrap(key));
            }
        };
    }
}
