package io.millrace.enrich.event;

import io.millrace.enrich.expression.Facts;
import java.util.Arrays;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** One accepted event on its way through the stations; its row is filled as it goes. Confined to one task at a time. */
public final class Event implements Facts {
    private static final @Nullable String[] NO_TEXTS = {};

    private final GenericRecord record;
    private final Origin origin;
    private final String id;
    private final long timeMillis;
    private final double[] row;
    private final @Nullable String[] texts;
    private final @Nullable JoinedReference[] references;

    /**
     * An event with what is known of it so far.
     *
     * @param id text of the id field, not empty
     * @param timeMillis event time, 0 or later
     * @param row one number per feature, NaN where it is missing or not known yet; kept, not copied
     * @param references number of references the pipeline declares
     */
    public Event(GenericRecord record, Origin origin, String id, long timeMillis, double[] row, int references) {
        this(record, origin, id, timeMillis, row, NO_TEXTS, references);
    }

    /**
     * The same where some features are texts.
     *
     * @param texts one per feature that is a text, in order, null where it is missing or not known yet; kept, not copied
     */
    public Event(
            GenericRecord record,
            Origin origin,
            String id,
            long timeMillis,
            double[] row,
            @Nullable String[] texts,
            int references) {
        this.record = record;
        this.origin = origin;
        this.id = id;
        this.timeMillis = timeMillis;
        this.row = row;
        this.texts = texts;
        this.references = new JoinedReference[references];
    }

    /** A row of which nothing is known yet. */
    public static double[] emptyRow(int features) {
        double[] row = new double[features];
        Arrays.fill(row, Double.NaN);
        return row;
    }

    @Override
    public GenericRecord record() {
        return record;
    }

    public Origin origin() {
        return origin;
    }

    /** Text of the id field, never empty. */
    public String id() {
        return id;
    }

    /** When it happened. */
    public long timeMillis() {
        return timeMillis;
    }

    /** The features in the plan's order: the array itself, complete after the last station. */
    public double[] row() {
        return row;
    }

    /** The features that are texts, in the plan's order: the array itself, empty where there are none. */
    public @Nullable String[] texts() {
        return texts;
    }

    /** Texts of which nothing is known yet. */
    public static @Nullable String[] noTexts(int texts) {
        return texts == 0 ? NO_TEXTS : new String[texts];
    }

    @Override
    public @Nullable GenericRecord reference(int index) {
        JoinedReference joined = references[index];
        return joined == null ? null : joined.record();
    }

    /** The record joined for a reference with the bytes it came from; null where there is none. */
    public @Nullable JoinedReference joined(int index) {
        return references[index];
    }

    /** Joins the latest record of a reference; null where it has none for the event's key. */
    public void join(int index, @Nullable JoinedReference reference) {
        references[index] = reference;
    }
}
