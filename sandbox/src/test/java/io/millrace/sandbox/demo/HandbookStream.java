package io.millrace.sandbox.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.published.Csv;
import io.millrace.app.published.Handbook;
import io.millrace.schemas.registry.SchemaRegistry;
import io.millrace.schemas.wire.AvroEncoder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.avro.generic.GenericData;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The handbook's transactions and their outcomes as topics get them from producers that are out of step. Each producer has
 * customers of its own and is behind by some seconds that change every hour, up to a minute; what it publishes is in order of
 * time. One client sends what all of them publish, in the order in which they do: clients of their own would be out of step by
 * whatever fits into their batches, which at this speed is days.
 *
 * <p>An outcome is known and published some time before it may first count, of some transactions at the last moment.
 */
final class HandbookStream {
    /** How far the last outcomes are known before they may first count. */
    private static final int LAST_SECONDS = 60;

    private static final int MOST_BEHIND_SECONDS = 60;
    private static final int PRODUCERS = 8;
    private static final int DELAY_SECONDS = (int) Duration.ofDays(7).toSeconds();
    /** Events that are published and wait for their predictions, ten days of them, before more are published slowly. */
    private static final int MOST_AHEAD = 100_000;

    /**
     * Between two messages then. Silence would not do: nobody waits for a partition that is idle, and all partitions do not go on
     * within what is a minute here.
     */
    private static final long SLOWLY_NANOS = Duration.ofMillis(1).toNanos();

    private static final int HOUR_SECONDS = 3600;
    private static final int HOURS = 24 * 92;
    private static final int SEED = 20180401;
    private static final Instant START = Instant.parse("2018-04-01T00:00:00Z");

    /** A message in one long, so that a million and a half of them are sorted in no time: when, what, and of which. */
    private static final int ID_BITS = 20;

    private static final long EVENT = 1L << ID_BITS;

    private final Pipeline pipeline;
    private final int[] seconds = new int[Handbook.TRANSACTIONS];
    private final int[] customers = new int[Handbook.TRANSACTIONS];
    private final int[] terminals = new int[Handbook.TRANSACTIONS];
    private final double[] amounts = new double[Handbook.TRANSACTIONS];
    private final boolean[] frauds = new boolean[Handbook.TRANSACTIONS];

    /** @param data the folder of the published data */
    HandbookStream(Pipeline pipeline, Path data) throws IOException {
        this.pipeline = pipeline;
        for (var month : Handbook.months(data)) {
            Csv.each(month, this::add);
        }
    }

    private void add(Csv.Row row) {
        int id = Math.toIntExact(row.whole("transaction_id"));
        seconds[id] = Math.toIntExact(row.whole("tx_time_seconds"));
        customers[id] = Math.toIntExact(row.whole("customer_id"));
        terminals[id] = Math.toIntExact(row.whole("terminal_id"));
        amounts[id] = row.number("tx_amount");
        frauds[id] = row.whole("tx_fraud") == 1;
    }

    /** A transaction with features that were computed of it. */
    Handbook.Transaction transaction(int id, double[] features) {
        var day = LocalDate.EPOCH.plusDays(START.plusSeconds(seconds[id]).getEpochSecond() / 86_400);
        return new Handbook.Transaction(day.toString(), customers[id], amounts[id], frauds[id], features);
    }

    /**
     * Publishes all there is by the time of the last transaction; returns once it is acknowledged.
     *
     * @param predicted how many predictions there are: what is published is not much further ahead of them than ten days
     */
    void publish(String bootstrap, SchemaRegistry registry, IntSupplier predicted) throws Exception {
        var event = pipeline.definitions().event();
        var outcome = requireNonNull(pipeline.definitions().outcomes());
        var events = new AvroEncoder(registry.register(event.topic() + "-value", event.schema()), event.schema());
        var outcomes =
                new AvroEncoder(registry.register(outcome.topic() + "-value", outcome.schema()), outcome.schema());
        var failure = new AtomicReference<@Nullable Exception>();
        int[] known = known();
        int made = 0;
        try (var producer = producer(bootstrap)) {
            for (long message : messages(known)) {
                if (made - predicted.getAsInt() >= MOST_AHEAD) {
                    LockSupport.parkNanos(SLOWLY_NANOS);
                }
                int id = (int) (message & (EVENT - 1));
                var record = (message & EVENT) == 0
                        ? record(outcome.topic(), id, outcomes.encode(outcome(id, known[id])))
                        : record(event.topic(), customers[id], events.encode(event(id)));
                made += (message & EVENT) == 0 ? 0 : 1;
                var unused = producer.send(record, (metadata, exception) -> {
                    if (exception != null) {
                        failure.compareAndSet(null, exception);
                    }
                });
            }
        }
        if (failure.get() != null) {
            throw new AssertionError("not everything was published", failure.get());
        }
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, int key, byte[] value) {
        return new ProducerRecord<>(topic, String.valueOf(key).getBytes(UTF_8), value);
    }

    private static KafkaProducer<byte[], byte[]> producer(String bootstrap) {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrap,
                        "linger.ms",
                        20,
                        "batch.size",
                        1 << 17,
                        EnrichmentStand.IN_FLIGHT,
                        1),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private GenericData.Record event(int id) {
        var event = new GenericData.Record(pipeline.definitions().event().schema());
        event.put("transaction_id", (long) id);
        event.put("tx_time_seconds", (long) seconds[id]);
        event.put("customer_id", customers[id]);
        event.put("terminal_id", terminals[id]);
        event.put("tx_amount", amounts[id]);
        return event;
    }

    private GenericData.Record outcome(int id, int knownSeconds) {
        var outcome = new GenericData.Record(
                requireNonNull(pipeline.definitions().outcomes()).schema());
        outcome.put("transaction_id", (long) id);
        outcome.put("fraud", frauds[id]);
        outcome.put("reported_at", START.plusSeconds(knownSeconds).toEpochMilli());
        return outcome;
    }

    /** When each outcome is known: of one in ten at the last moment, of the others any time before. */
    private int[] known() {
        var random = new Random(SEED);
        int last = DELAY_SECONDS - LAST_SECONDS;
        return IntStream.of(seconds)
                .map(made -> made + (random.nextInt(10) == 0 ? last : random.nextInt(last)))
                .toArray();
    }

    /** In the order in which they are published. */
    private long[] messages(int[] known) {
        int[] published = published();
        int end = IntStream.of(published).max().orElseThrow();
        var events = IntStream.range(0, Handbook.TRANSACTIONS).mapToLong(id -> message(published[id], EVENT, id));
        var outcomes = IntStream.range(0, Handbook.TRANSACTIONS)
                .filter(id -> known[id] <= end)
                .mapToLong(id -> message(known[id], 0, id));
        long[] all = LongStream.concat(events, outcomes).toArray();
        Arrays.sort(all);
        return all;
    }

    private static long message(int second, long what, int id) {
        return ((long) second << (ID_BITS + 1)) | what | id;
    }

    /** When each transaction is published: the first producer is never behind, the last one always by a whole minute. */
    private int[] published() {
        var random = new Random(SEED + 1);
        int[][] behind = new int[PRODUCERS][];
        for (int producer = 0; producer < PRODUCERS; producer++) {
            int least = producer == PRODUCERS - 1 ? MOST_BEHIND_SECONDS : 0;
            int most = producer == 0 ? 0 : MOST_BEHIND_SECONDS;
            behind[producer] = random.ints(HOURS, least, most + 1).toArray();
        }
        int[] last = new int[PRODUCERS];
        return IntStream.range(0, Handbook.TRANSACTIONS)
                .map(id -> {
                    int producer = customers[id] % PRODUCERS;
                    int second = seconds[id] + behind[producer][seconds[id] / HOUR_SECONDS];
                    last[producer] = Math.max(last[producer], second);
                    return last[producer];
                })
                .toArray();
    }

    /** All its transactions, with what was computed of each, by id. */
    List<Handbook.Transaction> with(IntFunction<double[]> features) {
        return IntStream.range(0, Handbook.TRANSACTIONS)
                .mapToObj(id -> transaction(id, features.apply(id)))
                .toList();
    }
}
