package io.millrace.enrich.topology;

import static io.millrace.enrich.Payments.NOON;
import static io.millrace.enrich.Payments.bytes;
import static io.millrace.enrich.Payments.payment;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.enrich.Payments;
import io.millrace.enrich.contract.Verdict;
import io.millrace.enrich.definition.FeatureDefinitions;
import io.millrace.enrich.definition.FeatureGroup;
import io.millrace.enrich.definition.ReferenceDefinition;
import io.millrace.enrich.event.Origin;
import io.millrace.enrich.plan.FeaturePlan;
import io.millrace.enrich.reference.ReferenceVersions;
import io.millrace.enrich.replay.OfflineEnricher;
import io.millrace.enrich.state.InMemoryOrderedStore;
import io.millrace.schemas.wire.Decoded;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A customer's spending limit that changes, joined as it was when an event happened. */
class ReferencesAsOfTest {
    private static final Clock CLOCK = Clock.fixed(NOON.plus(Duration.ofDays(400)), ZoneOffset.UTC);
    private static final Duration KEPT = Duration.ofDays(2);
    private static final double MISSING = Double.NaN;
    private static final Schema CUSTOMER = SchemaBuilder.record("Customer")
            .namespace("test")
            .fields()
            .requiredString("customer_id")
            .requiredDouble("limit")
            .name("updated_at")
            .type()
            .optional()
            .type(LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG)))
            .endRecord();

    private @Nullable EnrichmentDriver opened;

    @AfterEach
    void close() {
        if (opened != null) {
            opened.close();
        }
    }

    private EnrichmentDriver open(StoreKind stores, @Nullable String time) {
        opened = new EnrichmentDriver(definitions(KEPT, time), CLOCK, stores);
        return opened;
    }

    private static FeatureDefinitions definitions(@Nullable Duration versions, @Nullable String time) {
        return new FeatureDefinitions(
                Payments.EVENT,
                List.of(new ReferenceDefinition("customer", "customers", "customer_id", CUSTOMER, versions, time)),
                List.of(new FeatureGroup.Values(Payments.ordered("limit", "customer.limit"))));
    }

    private static GenericRecord limit(String customer, double limit, @Nullable Instant since) {
        var record = new GenericData.Record(CUSTOMER);
        record.put("customer_id", customer);
        record.put("limit", limit);
        record.put("updated_at", since == null ? null : since.toEpochMilli());
        return record;
    }

    private static double limitAt(EnrichmentDriver driver, Instant time) {
        driver.pay(payment("t" + driver.enriched.size(), time, "c1", "m1", 1.0));
        return driver.enriched.get(driver.enriched.size() - 1).row()[0];
    }

    @ParameterizedTest
    @EnumSource
    void joinsTheRecordThatHeldAtTheEventsTimeToTheMillisecond(StoreKind stores) {
        var driver = open(stores, "updated_at");
        driver.customer(limit("c1", 100, NOON.minusMillis(10)), NOON.minusMillis(10));
        driver.customer(limit("c1", 200, NOON), NOON.plusSeconds(100));

        assertThat(limitAt(driver, NOON.minusMillis(11))).isNaN();
        assertThat(limitAt(driver, NOON.minusMillis(10))).isEqualTo(100);
        assertThat(limitAt(driver, NOON.minusMillis(1))).isEqualTo(100);
        assertThat(limitAt(driver, NOON)).isEqualTo(200);
        assertThat(limitAt(driver, NOON.plusSeconds(1))).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource
    void joinsNoneFromWhenTheKeyWasRemovedOn(StoreKind stores) {
        var driver = open(stores, "updated_at");
        driver.customer(limit("c1", 100, NOON), NOON);
        driver.pipe("customers", bytes("c1"), null, NOON.plusMillis(5));

        assertThat(limitAt(driver, NOON.plusMillis(4))).isEqualTo(100);
        assertThat(limitAt(driver, NOON.plusMillis(5))).isNaN();
    }

    @ParameterizedTest
    @EnumSource
    void takesKafkasTimestampWhereTheRecordDoesNotSay(StoreKind stores) {
        var driver = open(stores, "updated_at");
        driver.customer(limit("c1", 100, null), NOON);

        assertThat(limitAt(driver, NOON.minusMillis(1))).isNaN();
        assertThat(limitAt(driver, NOON)).isEqualTo(100);
    }

    @ParameterizedTest
    @EnumSource
    void takesKafkasTimestampWhereNoFieldIsNamed(StoreKind stores) {
        var driver = open(stores, null);
        driver.customer(limit("c1", 100, NOON.plusSeconds(9)), NOON);

        assertThat(limitAt(driver, NOON.minusMillis(1))).isNaN();
        assertThat(limitAt(driver, NOON)).isEqualTo(100);
    }

    @ParameterizedTest
    @EnumSource
    void doesNotJoinARecordBeforeItHolds(StoreKind stores) {
        var driver = open(stores, "updated_at");
        driver.customer(limit("c1", 100, NOON), NOON);
        driver.customer(limit("c1", 300, Instant.parse("2099-01-01T00:00:00Z")), NOON);

        assertThat(limitAt(driver, NOON.plusSeconds(1))).isEqualTo(100);
    }

    @ParameterizedTest
    @EnumSource
    void keepsWhatHoldsHoweverOldItIsBesideYoungerRecordsOfOthers(StoreKind stores) {
        var driver = open(stores, "updated_at");
        driver.customer(limit("c2", 500, NOON), NOON);
        driver.customer(limit("c1", 100, NOON.minus(Duration.ofDays(3_000))), NOON);
        driver.customer(limit("c3", 700, Instant.parse("1960-01-01T00:00:00Z")), NOON);

        assertThat(limitAt(driver, NOON)).isEqualTo(100);
        driver.pay(payment("other", NOON, "c3", "m1", 1.0));
        assertThat(driver.enriched.get(1).row()[0]).isEqualTo(700);
    }

    @ParameterizedTest
    @EnumSource
    void forgetsAFormerRecordOnceEventsAreFurtherThanItIsKept(StoreKind stores) {
        var driver = open(stores, "updated_at");
        driver.customer(limit("c1", 100, NOON.minusMillis(1)), NOON);
        driver.customer(limit("c1", 200, NOON), NOON);
        driver.pay(payment("p1", NOON.plus(KEPT).minusMillis(1), "c9", "m1", 1.0));
        driver.driver.advanceWallClockTime(Duration.ofSeconds(1));
        assertThat(stored(driver)).isEqualTo(3);

        driver.pay(payment("p2", NOON.plus(KEPT), "c9", "m1", 1.0));
        driver.driver.advanceWallClockTime(Duration.ofSeconds(1));

        assertThat(stored(driver)).isOne();
        assertThat(limitAt(driver, NOON.plus(KEPT))).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource
    void isAllInItsChangelog(StoreKind stores) {
        var driver = open(stores, "updated_at");
        driver.customer(limit("c1", 100, NOON.minusMillis(1)), NOON);
        driver.customer(limit("c1", 200, NOON), NOON);
        driver.customer(limit("c2", 300, NOON), NOON);
        driver.pipe("customers", bytes("c2"), null, NOON.plusMillis(5));
        driver.pay(payment("p1", NOON.plus(KEPT), "c9", "m1", 1.0));
        driver.driver.advanceWallClockTime(Duration.ofSeconds(1));

        var restored = new InMemoryOrderedStore();
        driver.driver
                .createOutputTopic(
                        "payments-test-reference-customer-versions-changelog",
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())
                .readKeyValuesToList()
                .forEach(logged -> {
                    if (logged.value == null) {
                        restored.delete(logged.key);
                    } else {
                        restored.put(logged.key, logged.value);
                    }
                });

        var versions = new ReferenceVersions(restored);
        assertThat(versions.at(bytes("c1"), NOON.toEpochMilli() - 1))
                .as("forgotten")
                .isNull();
        assertThat(versions.at(bytes("c1"), NOON.toEpochMilli())).isEqualTo(driver.encode(limit("c1", 200, NOON)));
        assertThat(versions.at(bytes("c2"), NOON.toEpochMilli() + 4)).isEqualTo(driver.encode(limit("c2", 300, NOON)));
        assertThat(versions.at(bytes("c2"), NOON.toEpochMilli() + 5)).isNull();
    }

    private static int stored(EnrichmentDriver driver) {
        int stored = 0;
        try (var all =
                driver.driver.getKeyValueStore("reference-customer-versions").all()) {
            for (; all.hasNext(); all.next()) {
                stored++;
            }
        }
        return stored;
    }

    @Test
    void comesBeforeEventsOfItsTime() {
        var reference = definitions(KEPT, "updated_at").references().get(0);
        var contract = FeaturePlan.compile(definitions(KEPT, "updated_at")).contract();
        var extractor = new ReferenceTimeExtractor(reference, contract, CLOCK);

        assertThat(extracted(extractor, limit("c1", 1, NOON), NOON.plusSeconds(5)))
                .isEqualTo(NOON.toEpochMilli() - 1);
        assertThat(extracted(extractor, limit("c1", 1, null), NOON)).isEqualTo(NOON.toEpochMilli() - 1);
        assertThat(extracted(extractor, limit("c1", 1, Instant.EPOCH.minusSeconds(1)), NOON))
                .isZero();
        assertThat(extracted(extractor, limit("c1", 1, Instant.parse("2099-01-01T00:00:00Z")), NOON))
                .as("what holds only later moves no time")
                .isEqualTo(NOON.toEpochMilli());
    }

    private static long extracted(ReferenceTimeExtractor extractor, GenericRecord record, Instant published) {
        var incoming = new Incoming(new byte[] {1}, new Decoded.Value(record));
        var read = new ConsumerRecord<Object, Object>(
                "customers",
                0,
                0,
                published.toEpochMilli(),
                TimestampType.CREATE_TIME,
                1,
                1,
                bytes("c1"),
                incoming,
                new RecordHeaders(),
                Optional.empty());
        return extractor.extract(read, 7);
    }

    /** Payments and limits of a year, published in order of time; some payments come late. */
    @ParameterizedTest
    @EnumSource
    void joinsInTheStreamWhatAReplayJoins(StoreKind stores) {
        var driver = open(stores, "updated_at");
        var offline = new OfflineEnricher(FeaturePlan.compile(definitions(KEPT, "updated_at")), CLOCK);
        var random = new Random(99);
        var payments = new ArrayList<GenericRecord>();
        Instant time = NOON;
        for (int i = 0; i < 1_500; i++) {
            time = time.plus(Duration.ofMinutes(random.nextInt(240)));
            String customer = "c" + random.nextInt(5);
            if (random.nextInt(3) == 0) {
                boolean removed = random.nextInt(8) == 0;
                if (removed) {
                    driver.pipe("customers", bytes(customer), null, time);
                    offline.removeReference("customer", customer, time.toEpochMilli());
                } else {
                    var limit = limit(customer, i, random.nextBoolean() ? time : null);
                    driver.customer(limit, time);
                    offline.putReference("customer", limit, time.toEpochMilli());
                }
                driver.driver.advanceWallClockTime(Duration.ofSeconds(1));
            } else {
                Instant happened = time.minus(Duration.ofMinutes(random.nextInt(60)));
                var payment = payment("t" + i, happened, customer, "m1", 1.0);
                payments.add(payment);
                driver.pay(payment);
            }
        }

        var replayed = new ArrayList<Double>();
        for (GenericRecord payment : payments) {
            var origin = new Origin("payments", 0, replayed.size(), 0, null, null);
            if (offline.enrich(payment, origin) instanceof Verdict.Accepted accepted) {
                replayed.add(accepted.event().row()[0]);
            }
        }

        assertThat(replayed).hasSizeGreaterThan(900).contains(MISSING);
        assertThat(driver.enriched.stream().map(event -> event.row()[0])).containsExactlyElementsOf(replayed);
        assertThat(stored(driver)).as("most is forgotten").isLessThan(200);
    }
}
