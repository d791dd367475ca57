package io.millrace.app.drift;

import io.millrace.schemas.drift.DriftAlert;
import io.millrace.schemas.drift.DriftStatistic;
import java.util.List;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.jspecify.annotations.Nullable;

/** Records of a monitor's topics, made by hand. Windows are an hour long and begin with the hour. */
public final class Statistics {
    private static final long HOUR_MILLIS = 3_600_000;

    private Statistics() {}

    /** Of all predictions, with one test against 0.25. */
    public static GenericRecord statistic(String feature, int hour, @Nullable Double psi) {
        return statistic(feature, hour, psi, null, null);
    }

    /** Of a segment. */
    public static GenericRecord statistic(
            String feature, int hour, @Nullable Double psi, @Nullable String by, @Nullable String value) {
        var schema = DriftStatistic.getClassSchema();
        var test = new GenericRecordBuilder(schema.getField("tests").schema().getElementType())
                .set("name", "psi")
                .set("value", psi)
                .set("threshold", 0.25)
                .set("drifted", psi != null && psi > 0.25)
                .set("reason", psi == null ? "no row" : null)
                .build();
        var bins = schema.getField("distribution").schema();
        var bin = new GenericRecordBuilder(bins.getElementType())
                .set("label", "below 10")
                .set("reference_share", 1.0)
                .set("current_share", psi == null ? null : 0.75)
                .build();
        return new GenericRecordBuilder(schema)
                .set("pipeline", "watched")
                .set("feature", feature)
                .set("window_start", hour * HOUR_MILLIS)
                .set("window_end", (hour + 1) * HOUR_MILLIS)
                .set("reference_count", 5_000L)
                .set("current_count", 400L)
                .set("current_missing", 100L)
                .set("model_name", "fraud")
                .set("model_version", "7")
                .set("segment_by", by)
                .set("segment_value", value)
                .set("reference_mean", 5.0)
                .set("current_mean", psi == null ? null : 6.5)
                .set("tests", new GenericData.Array<>(schema.getField("tests").schema(), List.of(test)))
                .set("distribution", new GenericData.Array<>(bins, List.of(bin)))
                .build();
    }

    /** An alert about a feature's psi. */
    public static GenericRecord alert(String feature, int hour, String state) {
        var schema = DriftAlert.getClassSchema();
        return new GenericRecordBuilder(schema)
                .set("pipeline", "watched")
                .set("feature", feature)
                .set("test", "psi")
                .set(
                        "state",
                        new GenericData.EnumSymbol(schema.getField("state").schema(), state))
                .set("value", 0.5)
                .set("threshold", 0.25)
                .set("since", (hour - 1) * HOUR_MILLIS)
                .set("window_start", hour * HOUR_MILLIS)
                .set("window_end", (hour + 1) * HOUR_MILLIS)
                .set("message", "psi of " + feature)
                .build();
    }
}
