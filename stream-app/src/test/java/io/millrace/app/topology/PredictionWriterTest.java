package io.millrace.app.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.explain.Reason;
import io.millrace.app.model.OutlierWatch;
import io.millrace.app.topology.ScoreOutcome.Scored;
import io.millrace.drift.profile.ProfileBuilder;
import io.millrace.drift.profile.ProfiledModel;
import io.millrace.enrich.definition.Feature;
import io.millrace.enrich.definition.FeatureType;
import io.millrace.enrich.event.Event;
import io.millrace.enrich.event.Origin;
import io.millrace.schemas.prediction.PredictionField;
import io.millrace.schemas.prediction.PredictionSchema;
import io.millrace.schemas.wire.AvroEncoder;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The bytes that Avro itself would write are what is expected. */
class PredictionWriterTest {
    private static final int ID = 70_000;
    private static final int ROWS = 500;
    private static final long SEED = 11;

    private static final Schema EVENT = new Schema.Parser().parse("""
            {"type": "record", "name": "Payment", "namespace": "test", "fields": [
              {"name": "country", "type": "string"},
              {"name": "note", "type": ["null", "string"], "default": null},
              {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
              {"name": "price", "type": {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}},
              {"name": "kind", "type": {"type": "enum", "name": "Kind", "symbols": ["IN", "OUT"]}},
              {"name": "tags", "type": {"type": "array", "items": "int"}}]}""");

    private static final List<String> CARRIED =
            EVENT.getFields().stream().map(Schema.Field::name).toList();

    private static final List<Feature> FEATURES = List.of(
            new Feature("amount", FeatureType.DOUBLE),
            new Feature("merchant", FeatureType.TEXT),
            new Feature("count", FeatureType.LONG),
            new Feature("night", FeatureType.BOOLEAN),
            new Feature("city", FeatureType.TEXT));

    private final SplittableRandom random = new SplittableRandom(SEED);

    private static Schema schema(Set<PredictionSchema.Extra> extras) {
        return PredictionSchema.of(
                "payments",
                EVENT.getFields(),
                FEATURES.stream()
                        .map(feature -> new PredictionField(
                                feature.name(),
                                PredictionField.Type.valueOf(feature.type().name())))
                        .toList(),
                extras);
    }

    private static OutlierWatch outliers() {
        var column = new ProfileBuilder.Feature("amount", io.millrace.drift.profile.FeatureType.DOUBLE);
        var profile = new ProfileBuilder("payments", new ProfiledModel("m", "1", "0".repeat(64)), List.of(column));
        IntStream.range(0, 100).forEach(i -> profile.add(new double[] {i}, 0.5));
        return OutlierWatch.of(FEATURES, profile.build("a hundred rows").features(), 3.5, false);
    }

    @Test
    void aPredictionIsWhatAvroWritesOfItsRecord() {
        for (var extras : List.of(
                Set.<PredictionSchema.Extra>of(),
                Set.of(PredictionSchema.Extra.REASONS),
                Set.of(PredictionSchema.Extra.OUTLIER_SCORE),
                EnumSet.allOf(PredictionSchema.Extra.class))) {
            var schema = schema(extras);
            var told = extras.contains(PredictionSchema.Extra.OUTLIER_SCORE) ? outliers() : null;
            var format = new PredictionFormat(schema, ID, CARRIED, FEATURES, told);
            var writer = format.newWriter();
            var avro = new AvroEncoder(ID, schema);

            for (int row = 0; row < ROWS; row++) {
                var scored = scored();
                assertThat(writer.write(scored, format.outlierScore(scored.event())))
                        .as("%s %s", extras, scored)
                        .isEqualTo(avro.encode(format.prediction(scored)));
            }
        }
    }

    /** Of one of three versions, sometimes right at the threshold; anything in a row may be missing. */
    private Scored scored() {
        int version = random.nextInt(3);
        var by = new ScoredBy(
                version == 0 ? Variant.CHAMPION : Variant.CANARY,
                "fraud-\u00e9",
                Integer.toString(version),
                version == 2 ? "" : "0123abcd".repeat(8),
                0.5);
        var reasons =
                switch (random.nextInt(3)) {
                    case 0 -> null;
                    case 1 -> List.<Reason>of();
                    default -> List.of(new Reason("amount", 0.25), new Reason("night", -1e-300));
                };
        double score = random.nextInt(4) == 0 ? by.threshold() : random.nextDouble();
        return new Scored(event(), score, random.nextLong(1L << 40), random.nextLong(1L << 42), by, reasons);
    }

    private Event event() {
        var record = new GenericData.Record(EVENT);
        record.put("country", "\u6771\u4eac".substring(random.nextInt(3)));
        record.put("note", maybe("x".repeat(random.nextInt(3_000))));
        record.put("at", random.nextLong());
        record.put("price", ByteBuffer.wrap(new byte[] {(byte) random.nextInt(), 7}));
        record.put("kind", new GenericData.EnumSymbol(EVENT.getField("kind").schema(), "OUT"));
        record.put("tags", IntStream.range(0, random.nextInt(4)).boxed().toList());
        double[] row = {
            number(random.nextDouble() * 1e6),
            Double.NaN,
            number(Math.rint(random.nextDouble() * 0x1p53)),
            number(random.nextInt(2)),
            Double.NaN
        };
        var texts = new @Nullable String[] {maybe("Caf\u00e9"), maybe("")};
        var origin = new Origin("payments", random.nextInt(100), random.nextLong(1L << 50), 0, null, null);
        return new Event(record, origin, "id-" + random.nextInt(), random.nextLong(1L << 42), row, texts, 0);
    }

    private double number(double value) {
        return random.nextInt(4) == 0 ? Double.NaN : random.nextInt(9) == 0 ? -value : value;
    }

    private @Nullable String maybe(String text) {
        return random.nextInt(4) == 0 ? null : text;
    }
}
