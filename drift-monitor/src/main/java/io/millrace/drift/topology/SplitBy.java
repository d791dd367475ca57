package io.millrace.drift.topology;

import java.util.List;
import org.apache.avro.Schema;

/**
 * What statistics are told by, besides those of all predictions.
 *
 * @param version for each version of the model
 * @param variant for each variant: champion, challenger, fallback
 * @param fields for each value of these fields, which predictions carry, with their schemas
 */
public record SplitBy(boolean version, boolean variant, List<Schema.Field> fields) {
    /** How the version of the model is called. */
    public static final String VERSION = "version";

    /** How the variant is called. */
    public static final String VARIANT = "variant";

    /** All predictions together, and no more. */
    public static final SplitBy NOTHING = new SplitBy(false, false, List.of());

    public SplitBy {
        fields = List.copyOf(fields);
    }
}
