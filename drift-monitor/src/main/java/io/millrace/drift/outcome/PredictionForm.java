package io.millrace.drift.outcome;

import io.millrace.drift.window.Segment;
import io.millrace.schemas.prediction.PredictionSchema;
import io.millrace.schemas.registry.SchemaRegistry;
import io.millrace.schemas.wire.AvroDecoder;
import io.millrace.schemas.wire.Decoded;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** Reads of predictions what is kept for their outcomes. For one thread. */
final class PredictionForm {
    /** No clock is this wrong, and no pipeline accepts events this early. */
    private static final Duration PLAUSIBLY_AHEAD = Duration.ofDays(1);

    private static final List<String> COLUMNS = List.of(
            PredictionSchema.EVENT_ID,
            PredictionSchema.EVENT_TIME,
            PredictionSchema.MODEL_VERSION,
            PredictionSchema.MODEL_DIGEST,
            PredictionSchema.VARIANT,
            PredictionSchema.SCORE,
            PredictionSchema.LABEL);

    private final AvroDecoder decoder;
    private final Worth worth;
    private final List<String> by;
    private final @Nullable Expectation expectation;
    private final Clock clock;

    PredictionForm(QualitySettings settings, SchemaRegistry registry, Worth worth, Clock clock) {
        this.decoder = new AvroDecoder(registry, columns(settings.predictions(), worth.columns(), settings.by()));
        this.worth = worth;
        this.by = settings.by();
        this.expectation = settings.expectation();
        this.clock = clock;
    }

    /** A prediction without one of the columns is unreadable, but for those that it is split by only and that have a default. */
    private static Schema columns(Schema predictions, List<String> more, List<String> by) {
        var names = new LinkedHashSet<>(COLUMNS);
        names.addAll(more);
        var fields = names.stream()
                .map(name -> new Schema.Field(name, predictions.getField(name).schema()));
        var splitting = by.stream().filter(name -> !names.contains(name)).map(predictions::getField);
        return Schema.createRecord(
                predictions.getName(),
                predictions.getDoc(),
                predictions.getNamespace(),
                false,
                Stream.concat(fields, splitting.map(field -> new Schema.Field(field, field.schema())))
                        .toList());
    }

    /** Empty for a record that is no prediction, or of a time that cannot be. */
    Optional<Told.About> read(byte @Nullable [] value) {
        return decoder.decode(value) instanceof Decoded.Value decoded ? read(decoded.record()) : Optional.empty();
    }

    private Optional<Told.About> read(GenericRecord prediction) {
        long eventTime = (long) prediction.get(PredictionSchema.EVENT_TIME);
        if (eventTime < 0 || eventTime > clock.millis() + PLAUSIBLY_AHEAD.toMillis()) {
            return Optional.empty();
        }
        return Optional.of(new Told.Predicted(
                prediction.get(PredictionSchema.EVENT_ID).toString(),
                new Prediction(
                        eventTime,
                        prediction.get(PredictionSchema.MODEL_VERSION).toString(),
                        prediction.get(PredictionSchema.VARIANT).toString(),
                        (double) prediction.get(PredictionSchema.SCORE),
                        (boolean) prediction.get(PredictionSchema.LABEL),
                        Bytes.wrap(worth.facts(prediction)),
                        expectation != null
                                && expectation.knows(prediction
                                        .get(PredictionSchema.MODEL_DIGEST)
                                        .toString()),
                        by.stream()
                                .map(field -> Segment.ofField(field, prediction.get(field)))
                                .toList())));
    }
}
