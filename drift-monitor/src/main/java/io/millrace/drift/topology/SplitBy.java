package io.millrace.drift.topology;

import io.millrace.drift.window.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

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

    /**
     * What a prediction belongs to, besides all of them.
     *
     * @param ofVersion of the model that made it
     * @param ofVariant that made it
     * @param value of one of the fields, by its place; null where it has none
     */
    public List<Segment> segments(String ofVersion, String ofVariant, IntFunction<@Nullable Object> value) {
        var segments = new ArrayList<Segment>();
        if (version) {
            segments.add(Segment.of(VERSION, ofVersion));
        }
        if (variant) {
            segments.add(Segment.of(VARIANT, ofVariant));
        }
        for (int i = 0; i < fields.size(); i++) {
            segments.add(Segment.ofField(fields.get(i).name(), value.apply(i)));
        }
        return segments;
    }
}
