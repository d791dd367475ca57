package io.millrace.benchmarks.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.app.pipeline.Pipeline;
import io.millrace.benchmarks.drain.Tally;
import io.millrace.enrich.definition.Feature;
import io.millrace.enrich.event.Event;
import io.millrace.schemas.prediction.PredictionSchema;
import io.millrace.schemas.wire.AvroEncoder;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Writes an enriched event as a prediction is written, as if a model had given it a score. One per task. */
final class UnscoredPrediction implements Processor<byte[], Event, byte[], byte[]> {
    private static final double SCORE = 0.123456789;
    private static final double THRESHOLD = 0.5;
    private static final String DIGEST = "0".repeat(64);

    private final Schema schema;
    private final List<String> carried;
    private final List<Feature> features;
    private final AvroEncoder encoder;
    private final Tally tally;
    private @Nullable ProcessorContext<byte[], byte[]> context;

    UnscoredPrediction(Pipeline pipeline, int schemaId, Tally tally) {
        this.schema = pipeline.predictionSchema();
        this.carried = pipeline.predictions().carry();
        this.features = pipeline.plan().features();
        this.encoder = new AvroEncoder(schemaId, schema);
        this.tally = tally;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
    }

    @Override
    public void process(Record<byte[], Event> record) {
        if (context == null) {
            throw new IllegalStateException("process before init");
        }
        var event = record.value();
        byte[] prediction = encoder.encode(prediction(event));
        tally.predicted(prediction);
        context.forward(record.withKey(event.id().getBytes(UTF_8)).withValue(prediction));
    }

    private GenericData.Record prediction(Event event) {
        var prediction = new GenericData.Record(schema);
        prediction.put(PredictionSchema.PREDICTION_ID, event.origin().toString());
        prediction.put(PredictionSchema.EVENT_ID, event.id());
        prediction.put(PredictionSchema.EVENT_TIME, event.timeMillis());
        carried.forEach(field -> prediction.put(field, event.record().get(field)));
        double[] row = event.row();
        for (int i = 0; i < row.length; i++) {
            var feature = features.get(i);
            prediction.put(feature.name(), feature.type().typed(row[i]));
        }
        prediction.put(PredictionSchema.SCORE, SCORE);
        prediction.put(PredictionSchema.LABEL, SCORE >= THRESHOLD);
        prediction.put(PredictionSchema.THRESHOLD, THRESHOLD);
        prediction.put(PredictionSchema.MODEL_NAME, "none");
        prediction.put(PredictionSchema.MODEL_VERSION, "1");
        prediction.put(PredictionSchema.MODEL_DIGEST, DIGEST);
        prediction.put(PredictionSchema.VARIANT, "champion");
        prediction.put(PredictionSchema.SCORED_AT, event.origin().timestampMillis());
        prediction.put(PredictionSchema.SCORING_MICROS, 1L);
        return prediction;
    }
}
