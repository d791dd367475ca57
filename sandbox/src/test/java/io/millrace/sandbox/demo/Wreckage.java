package io.millrace.sandbox.demo;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What killed processes have left in topics: records of transactions that were aborted, which only consumers with {@code
 * read_uncommitted} get to see. An event writes its key's head to the changelog of features when it is enriched, and a prediction when
 * it is scored: what has the one and not the other was held back.
 */
final class Wreckage {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Pattern PREDICTION_ID = Pattern.compile(".*-(?<partition>\\d+)-\\d+");

    private final List<Trace> predictions;
    private final List<Trace> heads;

    /**
     * A record that an event has left.
     *
     * @param partition of the record
     * @param source partition of the event
     */
    private record Trace(int partition, long offset, int source, boolean committed) {
        boolean isBefore(Map<Integer, Long> ends) {
            return offset < ends.getOrDefault(partition, 0L);
        }
    }

    /**
     * What one strike has left.
     *
     * @param missing events of the victim's partitions that had no committed prediction
     * @param aborted predictions of theirs that were made, and are void
     * @param held by partition, events that were enriched and not scored
     */
    record Left(long missing, long aborted, Map<Integer, Long> held) {
        /** Whether rows of any partition were waiting for more. */
        boolean hasPartlyFilledBatch(int rows) {
            return held.values().stream().anyMatch(waiting -> waiting > 0 && waiting < rows);
        }
    }

    private Wreckage(List<Trace> predictions, List<Trace> heads) {
        this.predictions = predictions;
        this.heads = heads;
    }

    /** @param changelog of the features of a pipeline with one station */
    static Wreckage read(Committed committed, String predictions, String changelog) {
        var readers = new HashMap<Integer, GenericDatumReader<GenericRecord>>();
        return new Wreckage(
                traces(committed.bootstrap(), predictions, record -> {
                    var reader = readers.computeIfAbsent(
                            Committed.schemaId(record.value()), id -> committed.reader(record.value()));
                    return Optional.of(source(Committed.decode(record.value(), reader)));
                }),
                traces(committed.bootstrap(), changelog, record -> Optional.of(record.partition())
                        .filter(partition -> isHead(record.key()))));
    }

    /** A prediction's id says of which event it is: topic, partition, offset. */
    private static int source(GenericRecord prediction) {
        var place = PREDICTION_ID.matcher(prediction.get("prediction_id").toString());
        if (!place.matches()) {
            throw new AssertionError("no place of an event: " + prediction);
        }
        return Integer.parseInt(place.group("partition"));
    }

    /** docs/state-layout.md. */
    private static boolean isHead(byte[] key) {
        return key[key.length - 1] == 0;
    }

    /** @param source empty for records that are none of our business */
    private static List<Trace> traces(
            String bootstrap, String topic, Function<ConsumerRecord<byte[], byte[]>, Optional<Integer>> source) {
        var committed = new HashSet<List<Long>>();
        read(bootstrap, topic, "read_committed")
                .forEach(record -> committed.add(List.of((long) record.partition(), record.offset())));
        var traces = new ArrayList<Trace>();
        for (var record : read(bootstrap, topic, "read_uncommitted")) {
            boolean stands = committed.contains(List.of((long) record.partition(), record.offset()));
            source.apply(record)
                    .ifPresent(from -> traces.add(new Trace(record.partition(), record.offset(), from, stands)));
        }
        return traces;
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(String bootstrap, String topic, String isolation) {
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", bootstrap, "isolation.level", isolation),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!Committed.isAtEnd(consumer)) {
                consumer.poll(POLL).forEach(records::add);
            }
        }
        return records;
    }

    /** How many predictions are void. */
    long aborted() {
        return predictions.stream().filter(trace -> !trace.committed).count();
    }

    /** What each strike has left; the strikes in the order in which they fell. */
    List<Left> of(List<Strike> strikes) {
        var all = new ArrayList<Left>();
        Map<Integer, Long> predictionsBefore = Map.of();
        Map<Integer, Long> headsBefore = Map.of();
        for (var strike : strikes) {
            var victims = strike.partitions();
            var aborted = aborted(predictions, victims, predictionsBefore, strike.predictions());
            var held = aborted(heads, victims, headsBefore, strike.heads());
            aborted.forEach((source, made) -> held.merge(source, -made, Long::sum));
            long made = aborted.values().stream().mapToLong(Long::longValue).sum();
            all.add(new Left(missing(strike), made, held));
            predictionsBefore = strike.predictions();
            headsBefore = strike.heads();
        }
        return all;
    }

    /** By source, of these sources. */
    private static Map<Integer, Long> aborted(
            List<Trace> traces, List<Integer> sources, Map<Integer, Long> from, Map<Integer, Long> to) {
        return traces.stream()
                .filter(trace -> !trace.committed && sources.contains(trace.source))
                .filter(trace -> !trace.isBefore(from) && trace.isBefore(to))
                .collect(groupingBy(Trace::source, HashMap::new, counting()));
    }

    private long missing(Strike strike) {
        long published = 0;
        for (int partition : strike.partitions()) {
            published += strike.published().getOrDefault(partition, 0L);
        }
        long predicted = predictions.stream()
                .filter(trace -> trace.committed && trace.isBefore(strike.predictions()))
                .filter(trace -> strike.partitions().contains(trace.source))
                .count();
        return published - predicted;
    }
}
