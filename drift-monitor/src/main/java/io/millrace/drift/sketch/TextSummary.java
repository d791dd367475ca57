package io.millrace.drift.sketch;

import io.millrace.drift.profile.Category;
import io.millrace.drift.profile.TextProfile;
import io.millrace.sketch.DistinctSketch;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one column of texts, over the categories that its reference profile lists: how often each of these
 * came, and how many texts were none of them, both exact and independent of order and split. Of those others the most
 * frequent are kept with counts that may be understated ({@link FrequentTexts}); which of the rest they were, and how
 * often each came, is lost. Texts beyond {@value Category#LONGEST} characters are told apart by their beginning and 32
 * bits of a hash ({@link Category#nameOf}). Not safe for use by several threads.
 */
public final class TextSummary {
    private final TextProfile reference;
    private final Map<String, Integer> places = new HashMap<>();
    private final long[] counts;
    private final FrequentTexts others;
    private final DistinctSketch distinct;
    private long missing;

    private TextSummary(TextProfile reference, long[] counts, FrequentTexts others, DistinctSketch distinct) {
        this.reference = reference;
        this.counts = counts;
        this.others = others;
        this.distinct = distinct;
        for (var category : reference.categories()) {
            places.put(category.name(), places.size());
        }
    }

    /** Of no row. */
    public static TextSummary over(TextProfile reference) {
        int listed = reference.categories().size();
        return new TextSummary(reference, new long[listed], new FrequentTexts(), new DistinctSketch());
    }

    /** As it was before. */
    static TextSummary restored(
            TextProfile reference, long[] counts, FrequentTexts others, DistinctSketch distinct, long missing) {
        var summary = new TextSummary(reference, counts, others, distinct);
        summary.missing = missing;
        return summary;
    }

    /**
     * Counts the value of one row.
     *
     * @param text null where the row has none
     */
    public void add(@Nullable String text) {
        if (text == null) {
            missing++;
            return;
        }
        String name = Category.nameOf(text);
        distinct.add(name);
        Integer place = places.get(name);
        if (place == null) {
            others.add(name);
        } else {
            counts[place]++;
        }
    }

    /**
     * Adds the rows of another one, which is not changed.
     *
     * @throws IllegalArgumentException if it is over another profile
     */
    public void merge(TextSummary other) {
        if (!reference.equals(other.reference)) {
            throw new IllegalArgumentException("summaries of " + reference.name() + " and of another profile's "
                    + other.reference.name() + " do not merge");
        }
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
        others.merge(other.others);
        distinct.add(other.distinct);
        missing += other.missing;
    }

    /** What it is compared with. */
    public TextProfile reference() {
        return reference;
    }

    /** How many rows were counted. */
    public long rows() {
        return count() + missing;
    }

    /** How many of them had a text. */
    public long count() {
        long listed = others.total();
        for (long count : counts) {
            listed += count;
        }
        return listed;
    }

    /** How many had none. */
    public long missing() {
        return missing;
    }

    /** Texts per category that the reference lists, in its order; a copy. */
    public long[] counts() {
        return counts.clone();
    }

    /** The texts that the reference does not list; live, not a copy. */
    public FrequentTexts others() {
        return others;
    }

    /** How many different texts there were: exact below {@value DistinctSketch#CAPACITY}, then within some 4 %. */
    public double distinct() {
        return distinct.estimate();
    }

    DistinctSketch sketch() {
        return distinct;
    }
}
