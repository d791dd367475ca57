package io.millrace.schemas.prediction;

import org.apache.avro.Schema;

/**
 * One feature as a column of the predictions.
 *
 * @param name the feature's name: letters, digits and underscores, not beginning with a digit
 * @param type what its values are
 */
public record PredictionField(String name, Type type) {
    /** What a feature's values are; any of them may be missing. */
    public enum Type {
        DOUBLE(Schema.Type.DOUBLE),
        LONG(Schema.Type.LONG),
        BOOLEAN(Schema.Type.BOOLEAN),
        TEXT(Schema.Type.STRING);

        private final Schema.Type avro;

        Type(Schema.Type avro) {
            this.avro = avro;
        }

        Schema.Type avro() {
            return avro;
        }
    }
}
