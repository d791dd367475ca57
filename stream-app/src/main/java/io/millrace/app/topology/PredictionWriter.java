package io.millrace.app.topology;

import io.millrace.app.explain.Reason;
import io.millrace.app.topology.ScoreOutcome.Scored;
import io.millrace.enrich.definition.Feature;
import io.millrace.enrich.event.Event;
import io.millrace.schemas.prediction.PredictionSchema;
import io.millrace.schemas.wire.WireOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * Writes predictions column by column in the order of {@link PredictionSchema}, the same bytes as Avro writes of {@link
 * PredictionFormat#prediction} without a record in between: that was a third of the time of an event. Confined to one thread.
 */
final class PredictionWriter {
    /** Of a column that may be null, in the schema's order. */
    private static final int NULL = 0;

    private static final int PRESENT = 1;

    private final WireOutput out;
    private final Carried[] carried;
    private final Feature[] features;
    private final int[] textPlaces;
    private final boolean tellsReasons;
    private final boolean tellsOutlierScore;
    private @Nullable ScoredBy last;
    private byte[] lastWritten = {};

    /** A field of the event that predictions carry: any type that Avro has. */
    private record Carried(String name, GenericDatumWriter<Object> writer) {}

    /** For one task. */
    PredictionWriter(Schema schema, int schemaId, List<String> carried, List<Feature> features) {
        this.out = new WireOutput(schemaId);
        this.carried = carried.stream()
                .map(name -> new Carried(
                        name, new GenericDatumWriter<>(schema.getField(name).schema(), new GenericData())))
                .toArray(Carried[]::new);
        this.features = features.toArray(Feature[]::new);
        this.textPlaces = Feature.textPlaces(features);
        this.tellsReasons = schema.getField(PredictionSchema.REASONS) != null;
        this.tellsOutlierScore = schema.getField(PredictionSchema.OUTLIER_SCORE) != null;
    }

    /**
     * The prediction of an event that has a score.
     *
     * @param outlierScore of its row; NaN if nobody asked
     * @return in Confluent's wire format
     */
    byte[] write(Scored scored, double outlierScore) {
        try {
            var to = out.begin();
            write(scored.event(), to);
            to.writeDouble(scored.score());
            to.writeBoolean(scored.score() >= scored.by().threshold());
            to.writeFixed(written(scored.by()));
            to.writeLong(scored.scoredAtMillis());
            to.writeLong(scored.scoringNanos() / 1_000);
            if (tellsReasons) {
                write(scored.reasons(), to);
            }
            if (tellsOutlierScore) {
                write(outlierScore, to);
            }
            return out.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
    }

    private void write(Event event, Encoder to) throws IOException {
        to.writeString(PredictionId.of(event.origin()).toString());
        to.writeString(event.id());
        to.writeLong(event.timeMillis());
        for (var field : carried) {
            field.writer.write(event.record().get(field.name), to);
        }
        double[] row = event.row();
        for (int i = 0; i < features.length; i++) {
            switch (features[i].type()) {
                case DOUBLE -> write(row[i], to);
                case LONG -> {
                    if (isPresent(row[i], to)) {
                        to.writeLong((long) row[i]);
                    }
                }
                case BOOLEAN -> {
                    if (isPresent(row[i], to)) {
                        to.writeBoolean(row[i] != 0);
                    }
                }
                case TEXT -> write(event.texts()[textPlaces[i]], to);
            }
        }
    }

    private static void write(double value, Encoder to) throws IOException {
        if (isPresent(value, to)) {
            to.writeDouble(value);
        }
    }

    private static boolean isPresent(double value, Encoder to) throws IOException {
        boolean missing = Double.isNaN(value);
        to.writeIndex(missing ? NULL : PRESENT);
        return !missing;
    }

    private static void write(@Nullable String text, Encoder to) throws IOException {
        to.writeIndex(text == null ? NULL : PRESENT);
        if (text != null) {
            to.writeString(text);
        }
    }

    private static void write(@Nullable List<Reason> reasons, Encoder to) throws IOException {
        to.writeIndex(reasons == null ? NULL : PRESENT);
        if (reasons == null) {
            return;
        }
        to.writeArrayStart();
        to.setItemCount(reasons.size());
        for (var reason : reasons) {
            to.startItem();
            to.writeString(reason.feature());
            to.writeDouble(reason.contribution());
        }
        to.writeArrayEnd();
    }

    /** The columns that tell of a version, which are mostly those of the row before. */
    private byte[] written(ScoredBy by) throws IOException {
        if (!by.equals(last)) {
            var bytes = new ByteArrayOutputStream();
            var to = EncoderFactory.get().directBinaryEncoder(bytes, null);
            to.writeDouble(by.threshold());
            to.writeString(by.name());
            to.writeString(by.version());
            to.writeString(by.digest());
            to.writeString(by.variant().code());
            lastWritten = bytes.toByteArray();
            last = by;
        }
        return lastWritten;
    }
}
