package io.millrace.app.replay;

import static io.millrace.enrich.definition.FeatureType.TEXT;

import io.millrace.app.files.EventFile;
import io.millrace.app.files.FileRecord;
import io.millrace.app.files.UnsuitableFileException;
import io.millrace.app.model.ModelManifest;
import io.millrace.app.pipeline.ModelReference;
import io.millrace.app.pipeline.Pipeline;
import io.millrace.drift.compare.Comparison;
import io.millrace.drift.compare.LearntThresholds;
import io.millrace.drift.profile.FeatureType;
import io.millrace.drift.profile.ProfileBuilder;
import io.millrace.drift.profile.ProfiledModel;
import io.millrace.drift.profile.ReferenceProfile;
import io.millrace.enrich.definition.Feature;
import io.millrace.enrich.definition.OutcomeDefinition;
import io.millrace.schemas.prediction.PredictionSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** A file that {@link Replay} wrote with scores, read back. */
public final class ScoredTable {
    private final Pipeline pipeline;
    private final ReplayTable table;
    private final List<Feature> numbers;
    private final List<Feature> texts;
    private final @Nullable OutcomeDefinition outcomes;

    /**
     * What was scored by a pipeline.
     *
     * @param pipeline with its model
     */
    public ScoredTable(Pipeline pipeline) {
        this.pipeline = pipeline;
        this.table = new ReplayTable(pipeline, true);
        this.outcomes = pipeline.definitions().outcomes();
        var features = pipeline.plan().features();
        this.numbers = features.stream().filter(f -> f.type() != TEXT).toList();
        this.texts = features.stream().filter(f -> f.type() == TEXT).toList();
    }

    /** The same without labels. */
    public ReferenceProfile profile(Path file, Duration skip, int chunks) throws IOException, UnsuitableFileException {
        return profile(file, skip, chunks, null);
    }

    /**
     * The profile of the table's rows, which are in the order of their event time as replay wrote them.
     *
     * @param skip rows with an event time before the first row's plus this are left out; not negative
     * @param chunks how many chunks thresholds are learnt from; at least 2
     * @param label column of what became of the events, from which it is learnt how often scores are right; null if nobody asks
     */
    public ReferenceProfile profile(Path file, Duration skip, int chunks, @Nullable String label)
            throws IOException, UnsuitableFileException {
        var labelled = label == null ? null : LabelledScores.of(file, label, table.schema(), outcomes);
        var builder = new ProfileBuilder(
                pipeline.name(),
                model(),
                numbers.stream().map(ScoredTable::profiled).toList(),
                texts.stream().map(Feature::name).toList());
        long from = Long.MIN_VALUE;
        try (var rows = EventFile.open(file, labelled == null ? table.schema() : labelled.schema())) {
            while (rows.hasNext()) {
                var next = rows.next();
                if (next instanceof FileRecord.Unreadable bad) {
                    throw new UnsuitableFileException(file, List.of("row " + bad.row() + ": " + bad.message()));
                }
                if (next instanceof FileRecord.Row row) {
                    long time = (Long) row.record().get(PredictionSchema.EVENT_TIME);
                    from = from == Long.MIN_VALUE ? time + skip.toMillis() : from;
                    if (time >= from) {
                        add(row.record(), builder);
                        if (labelled != null) {
                            labelled.add(row.row(), row.record());
                        }
                    }
                }
            }
        }
        if (builder.rows() == 0) {
            throw new UnsuitableFileException(file, List.of("there is no row " + skip + " or more after the first"));
        }
        var profile = new LearntThresholds(builder, Comparison.DEFAULT, chunks)
                .profile("rows of " + file.getFileName() + " from " + skip + " after the first");
        return labelled == null ? profile : profile.withCalibration(labelled.calibration());
    }

    private ProfiledModel model() {
        ModelReference model = pipeline.model();
        if (model == null) {
            throw new IllegalStateException("pipeline " + pipeline.name() + " has no model");
        }
        ModelManifest manifest = model.manifest();
        return new ProfiledModel(manifest.name(), manifest.version(), manifest.sha256());
    }

    private void add(GenericRecord record, ProfileBuilder builder) {
        var row = numbers.stream()
                .mapToDouble(feature -> number(record.get(feature.name())))
                .toArray();
        var text = new ArrayList<@Nullable String>();
        for (var feature : texts) {
            Object value = record.get(feature.name());
            text.add(value == null ? null : value.toString());
        }
        builder.add(row, text, number(record.get(PredictionSchema.SCORE)));
    }

    private static ProfileBuilder.Feature profiled(Feature feature) {
        return new ProfileBuilder.Feature(
                feature.name(), FeatureType.valueOf(feature.type().name()));
    }

    private static double number(@Nullable Object value) {
        if (value instanceof Boolean truth) {
            return truth ? 1 : 0;
        }
        return value instanceof Number number ? number.doubleValue() : Double.NaN;
    }
}
