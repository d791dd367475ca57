package io.millrace.app.replay;

import static io.millrace.enrich.definition.FeatureType.TEXT;

import io.millrace.app.files.EventFile;
import io.millrace.app.files.FileRecord;
import io.millrace.app.files.UnsuitableFileException;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.drift.profile.FeatureType;
import io.millrace.drift.profile.ProfileBuilder;
import io.millrace.drift.profile.ReferenceProfile;
import io.millrace.enrich.definition.Feature;
import io.millrace.schemas.prediction.PredictionSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.avro.generic.GenericRecord;

/** A file that {@link Replay} wrote with scores, read back. */
public final class ScoredTable {
    private final Pipeline pipeline;
    private final ReplayTable table;

    public ScoredTable(Pipeline pipeline) {
        this.pipeline = pipeline;
        this.table = new ReplayTable(pipeline, true);
    }

    /**
     * The profile of the table's rows.
     *
     * @param skip rows with an event time before the first row's plus this are left out; not negative
     */
    public ReferenceProfile profile(Path file, Duration skip) throws IOException, UnsuitableFileException {
        var features = pipeline.plan().features().stream()
                .filter(feature -> feature.type() != TEXT) // which nobody watches
                .toList();
        var builder = new ProfileBuilder(
                pipeline.name(), features.stream().map(ScoredTable::profiled).toList());
        long from = Long.MIN_VALUE;
        boolean empty = true;
        try (var rows = EventFile.open(file, table.schema())) {
            while (rows.hasNext()) {
                var next = rows.next();
                if (next instanceof FileRecord.Unreadable bad) {
                    throw new UnsuitableFileException(file, List.of("row " + bad.row() + ": " + bad.message()));
                }
                if (next instanceof FileRecord.Row row) {
                    long time = (Long) row.record().get(PredictionSchema.EVENT_TIME);
                    from = from == Long.MIN_VALUE ? time + skip.toMillis() : from;
                    if (time >= from) {
                        empty = false;
                        builder.add(
                                row(row.record(), features), number(row.record().get(PredictionSchema.SCORE)));
                    }
                }
            }
        }
        if (empty) {
            throw new UnsuitableFileException(file, List.of("there is no row " + skip + " or more after the first"));
        }
        return builder.build("rows of " + file.getFileName() + " from " + skip + " after the first");
    }

    private static ProfileBuilder.Feature profiled(Feature feature) {
        return new ProfileBuilder.Feature(
                feature.name(), FeatureType.valueOf(feature.type().name()));
    }

    private static double[] row(GenericRecord record, List<Feature> features) {
        return features.stream()
                .mapToDouble(feature -> number(record.get(feature.name())))
                .toArray();
    }

    private static double number(@org.jspecify.annotations.Nullable Object value) {
        if (value instanceof Boolean truth) {
            return truth ? 1 : 0;
        }
        return value instanceof Number number ? number.doubleValue() : Double.NaN;
    }
}
