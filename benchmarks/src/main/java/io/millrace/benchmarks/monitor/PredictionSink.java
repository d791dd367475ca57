package io.millrace.benchmarks.monitor;

import io.millrace.app.pipeline.Pipeline;
import io.millrace.app.runtime.Role;
import io.millrace.app.runtime.RunSettings;
import io.millrace.app.runtime.StreamsProperties;
import io.millrace.schemas.prediction.PredictionSchema;
import io.millrace.schemas.registry.SchemaRegistry;
import io.millrace.schemas.wire.AvroDecoder;
import io.millrace.schemas.wire.Decoded;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;

/** Reads a pipeline's predictions with the monitor's settings, and makes nothing of them. */
final class PredictionSink implements AutoCloseable {
    private final LongAdder read = new LongAdder();
    private final KafkaStreams streams;

    /** @param decodes whether what the monitor needs is decoded, too */
    PredictionSink(Pipeline pipeline, RunSettings settings, boolean decodes) {
        var properties = StreamsProperties.of(pipeline.name(), Role.MONITOR, settings);
        var decoder = new AvroDecoder(SchemaRegistry.connect(settings.registryUrl()), needed(pipeline));
        var builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(properties)));
        builder.stream(
                        pipeline.topics().predictions(),
                        Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("read-predictions"))
                .foreach(
                        (key, prediction) -> {
                            if (!decodes || decoder.decode(prediction) instanceof Decoded.Value) {
                                read.increment();
                            }
                        },
                        Named.as("count-predictions"));
        Topology topology = builder.build(properties);
        streams = new KafkaStreams(topology, properties);
    }

    private static Schema needed(Pipeline pipeline) {
        var full = pipeline.predictionSchema();
        Set<String> names = Stream.concat(
                        pipeline.featureNames().stream(),
                        Stream.of(
                                PredictionSchema.EVENT_TIME,
                                PredictionSchema.MODEL_NAME,
                                PredictionSchema.MODEL_VERSION,
                                PredictionSchema.MODEL_DIGEST,
                                PredictionSchema.VARIANT,
                                PredictionSchema.SCORE))
                .collect(Collectors.toSet());
        var fields = full.getFields().stream()
                .filter(field -> names.contains(field.name()))
                .map(field -> new Schema.Field(field.name(), field.schema()))
                .toList();
        return Schema.createRecord(full.getName(), full.getDoc(), full.getNamespace(), false, fields);
    }

    void start() {
        streams.start();
    }

    /** How many predictions so far. */
    long predictions() {
        return read.sum();
    }

    @Override
    public void close() {
        streams.close();
    }
}
