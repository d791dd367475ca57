package io.millrace.app.replay;

import io.millrace.app.files.UnsuitableFileException;
import io.millrace.drift.profile.ScoreCalibration;
import io.millrace.enrich.definition.OutcomeDefinition;
import io.millrace.schemas.prediction.PredictionSchema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** Scores of a table's rows and what became of their events, where that is known. Not thread-safe. */
final class LabelledScores {
    private final Path file;
    private final String column;
    private final Schema schema;
    private final List<Double> scores = new ArrayList<>();
    private final List<Integer> labels = new ArrayList<>();

    private LabelledScores(Path file, String column, Schema schema) {
        this.file = file;
        this.column = column;
        this.schema = schema;
    }

    /**
     * Those of a file, before any row was read.
     *
     * @param column of what became of the events: one of the table, or one besides, of the type that outcomes have
     * @param table the columns of the table
     * @param outcomes of the pipeline; null if it has none
     */
    static LabelledScores of(Path file, String column, Schema table, @Nullable OutcomeDefinition outcomes)
            throws UnsuitableFileException {
        if (PredictionSchema.reservedNames().contains(column)) {
            throw new UnsuitableFileException(
                    file,
                    List.of("column " + column + " is the prediction's own: it does not say what became of the event"));
        }
        if (table.getField(column) != null) {
            return new LabelledScores(file, column, table);
        }
        if (outcomes == null) {
            throw new UnsuitableFileException(
                    file,
                    List.of("the pipeline has no column " + column
                            + ", and no outcomes that would say of which type it is"));
        }
        var fields = new ArrayList<>(table.getFields().stream()
                .map(field -> new Schema.Field(field, field.schema()))
                .toList());
        var label = outcomes.schema().getField(outcomes.label()).schema();
        fields.add(new Schema.Field(column, orNull(label), "What became of the event."));
        return new LabelledScores(
                file,
                column,
                Schema.createRecord(table.getName(), table.getDoc(), table.getNamespace(), false, fields));
    }

    private static Schema orNull(Schema type) {
        return type.isUnion() ? type : Schema.createUnion(Schema.create(Schema.Type.NULL), type);
    }

    /** The table's columns, and the label's. */
    Schema schema() {
        return schema;
    }

    /**
     * Takes a row, unless nobody knows what became of its event, or the model gave it no score.
     *
     * @param row its number, for people
     */
    void add(long row, GenericRecord record) throws UnsuitableFileException {
        var score = record.get(PredictionSchema.SCORE);
        var label = record.get(column);
        if (label == null || !(score instanceof Double known) || !Double.isFinite(known)) {
            return;
        }
        scores.add(known);
        labels.add(label(row, label));
    }

    private int label(long row, Object label) throws UnsuitableFileException {
        if (label instanceof Boolean truth) {
            return truth ? 1 : 0;
        }
        if (label instanceof Number number && (number.doubleValue() == 0 || number.doubleValue() == 1)) {
            return number.intValue();
        }
        throw new UnsuitableFileException(
                file, List.of("row " + row + ": column " + column + " must be true or false, 1 or 0, was " + label));
    }

    /** How often scores are right, as far as these rows say. */
    ScoreCalibration calibration() throws UnsuitableFileException {
        try {
            return ScoreCalibration.fit(
                    scores.stream().mapToDouble(Double::doubleValue).toArray(),
                    labels.stream().mapToInt(Integer::intValue).toArray());
        } catch (IllegalArgumentException e) {
            throw new UnsuitableFileException(file, List.of("column " + column + ": " + e.getMessage()));
        }
    }
}
