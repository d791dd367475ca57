package io.millrace.app.topology;

import static io.millrace.schemas.prediction.PredictionSchema.EVENT_ID;
import static io.millrace.schemas.prediction.PredictionSchema.EVENT_TIME;
import static io.millrace.schemas.prediction.PredictionSchema.LABEL;
import static io.millrace.schemas.prediction.PredictionSchema.MODEL_DIGEST;
import static io.millrace.schemas.prediction.PredictionSchema.MODEL_NAME;
import static io.millrace.schemas.prediction.PredictionSchema.MODEL_VERSION;
import static io.millrace.schemas.prediction.PredictionSchema.PREDICTION_ID;
import static io.millrace.schemas.prediction.PredictionSchema.SCORE;
import static io.millrace.schemas.prediction.PredictionSchema.SCORED_AT;
import static io.millrace.schemas.prediction.PredictionSchema.SCORING_MICROS;
import static io.millrace.schemas.prediction.PredictionSchema.THRESHOLD;
import static io.millrace.schemas.prediction.PredictionSchema.VARIANT;

import io.millrace.app.topology.ScoreOutcome.Scored;
import io.millrace.app.topology.ScoreOutcome.Shadowed;
import io.millrace.enrich.event.Origin;
import io.millrace.schemas.wire.AvroEncoder;
import org.apache.avro.generic.GenericData;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.jspecify.annotations.Nullable;

/** Writes a scored event as the pipeline's prediction record, in Confluent wire format. One per task. */
public final class PredictionEncoder implements FixedKeyProcessor<byte[], ScoreOutcome, byte[]> {
    private final PredictionFormat format;
    private final AvroEncoder encoder;
    private @Nullable FixedKeyProcessorContext<byte[], byte[]> context;

    public PredictionEncoder(PredictionFormat format) {
        this.format = format;
        this.encoder = new AvroEncoder(format.schemaId(), format.schema());
    }

    @Override
    public void init(FixedKeyProcessorContext<byte[], byte[]> context) {
        this.context = context;
    }

    @Override
    public void process(FixedKeyRecord<byte[], ScoreOutcome> record) {
        if (context == null) {
            throw new IllegalStateException("process before init");
        }
        if (record.value() instanceof Scored scored) {
            context.forward(record.withValue(encode(scored)));
        } else if (record.value() instanceof Shadowed shadowed) {
            context.forward(record.withValue(encode(shadowed.scored())));
        }
    }

    /** The same for the same place in the event topic, however often it is read. */
    private static String idOf(Origin origin) {
        return origin.topic() + "-" + origin.partition() + "-" + origin.offset();
    }

    private byte[] encode(Scored scored) {
        var event = scored.event();
        var model = scored.by();
        var prediction = new GenericData.Record(format.schema());
        prediction.put(PREDICTION_ID, idOf(event.origin()));
        prediction.put(EVENT_ID, event.id());
        prediction.put(EVENT_TIME, event.timeMillis());
        format.carry(event.record(), prediction);
        format.features(event, prediction);
        prediction.put(SCORE, scored.score());
        prediction.put(LABEL, scored.score() >= model.threshold());
        prediction.put(THRESHOLD, model.threshold());
        prediction.put(MODEL_NAME, model.name());
        prediction.put(MODEL_VERSION, model.version());
        prediction.put(MODEL_DIGEST, model.digest());
        prediction.put(VARIANT, model.variant().code());
        prediction.put(SCORED_AT, scored.scoredAtMillis());
        prediction.put(SCORING_MICROS, scored.scoringNanos() / 1_000);
        format.reasons(scored.reasons(), prediction);
        return encoder.encode(prediction);
    }
}
