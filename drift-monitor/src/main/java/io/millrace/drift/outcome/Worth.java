package io.millrace.drift.outcome;

import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;

/** What pairs of prediction and outcome are worth, by name. For one thread. */
public interface Worth {
    /** Nobody asks. */
    Worth NOTHING = new Worth() {
        @Override
        public List<String> columns() {
            return List.of();
        }

        @Override
        public byte[] facts(GenericRecord prediction) {
            return new byte[0];
        }

        @Override
        public Map<String, Double> of(byte[] facts, double label) {
            return Map.of();
        }
    };

    /** The columns of predictions that it depends on; others may be missing. */
    List<String> columns();

    /** What must be kept of a prediction that has at least these columns. */
    byte[] facts(GenericRecord prediction);

    /**
     * What a pair is worth.
     *
     * @param facts as they were kept
     * @param label of the outcome
     * @return NaN where it cannot be told; always the same names
     */
    Map<String, Double> of(byte[] facts, double label);
}
