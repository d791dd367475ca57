package io.millrace.benchmarks.scoring;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.millrace.app.pipeline.Pipeline;
import io.millrace.benchmarks.drain.Cluster;
import io.millrace.benchmarks.measure.Progress;
import io.millrace.benchmarks.workload.Scale;
import io.millrace.schemas.registry.IncompatibleSchemaException;
import io.millrace.schemas.registry.SchemaRegistry;
import io.millrace.schemas.wire.AvroEncoder;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.apache.avro.generic.GenericData;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Fills topics with {@link Numbers}. Event ids are {@code e0}, {@code e1}, and so on; the record key is the id. */
public final class NumberTopics {
    /** Of JSON events. */
    static final String POINTS = "points";

    private static final char ID = 'e';
    private static final int FIRST_NUMBER = 2;
    private static final int SAY_EVERY = 200_000;

    private NumberTopics() {}

    static byte[] key(long event) {
        return (ID + Long.toString(event)).getBytes(US_ASCII);
    }

    /** Which event has a key. */
    static int event(byte[] key) {
        return Integer.parseInt(new String(key, 1, key.length - 1, US_ASCII));
    }

    /** Avro events of a pipeline whose schema is made by make_network.py. */
    public static LongFunction<byte[]> avro(Pipeline pipeline, SchemaRegistry registry)
            throws IncompatibleSchemaException {
        var schema = pipeline.definitions().event().schema();
        var topic = pipeline.topics().events();
        var encoder = new AvroEncoder(registry.register(SchemaRegistry.valueSubject(topic), schema), schema);
        var numbers = new Numbers(schema.getFields().size() - FIRST_NUMBER);
        long start = Scale.START.toEpochMilli();
        return event -> {
            var record = new GenericData.Record(schema);
            record.put(0, ID + Long.toString(event));
            record.put(1, start + event);
            float[] row = numbers.row(event);
            for (int i = 0; i < row.length; i++) {
                record.put(FIRST_NUMBER + i, row[i]);
            }
            return encoder.encode(record);
        };
    }

    /** JSON arrays of so many numbers. */
    static LongFunction<byte[]> json(int width) {
        var numbers = new Numbers(width);
        var arrays =
                LongStream.range(0, Numbers.DIFFERENT).mapToObj(numbers::json).toList();
        return event -> arrays.get((int) (event % Numbers.DIFFERENT));
    }

    /** Creates a topic and fills it. */
    public static void fill(Cluster cluster, String topic, LongFunction<byte[]> values, long events, Progress progress)
            throws InterruptedException {
        cluster.create(topic);
        var failure = new AtomicReference<@Nullable Exception>();
        try (var producer = producer(cluster, 20)) {
            for (long event = 0; event < events; event++) {
                var unused = producer.send(
                        new ProducerRecord<>(topic, key(event), values.apply(event)), (written, problem) -> {
                            if (problem != null) {
                                failure.compareAndSet(null, problem);
                            }
                        });
                if (event > 0 && event % SAY_EVERY == 0) {
                    progress.say(event + " events written to " + topic);
                }
            }
        }
        var problem = failure.get();
        if (problem != null) {
            throw new IllegalStateException("events are missing in " + topic, problem);
        }
    }

    /** @param lingerMillis how long a record waits for others */
    static KafkaProducer<byte[], byte[]> producer(Cluster cluster, int lingerMillis) {
        Map<String, Object> config =
                Map.of("bootstrap.servers", cluster.bootstrap(), "linger.ms", lingerMillis, "batch.size", 64 << 10);
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
