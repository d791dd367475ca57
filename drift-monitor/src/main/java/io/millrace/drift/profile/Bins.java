package io.millrace.drift.profile;

import java.util.List;

/**
 * Which bin a value belongs to. Every finite value belongs to exactly one bin, numbered from 0. Immutable.
 */
public sealed interface Bins {

    /** How many bins there are, at least 1. */
    int size();

    /**
     * The number of a value's bin, in [0, {@link #size()}).
     *
     * @param value finite
     */
    int indexOf(double value);

    /** The finite numbers that define the bins, strictly ascending: one fewer than there are bins. */
    List<Double> bounds();

    /**
     * One bin per value, in ascending order, and a last one, {@code other}, for all values not listed. The reference has
     * nothing in {@code other}. 0.0 and -0.0 are the same value.
     *
     * @param values finite, strictly ascending, possibly empty
     */
    record ByValue(List<Double> values) implements Bins {
        public ByValue {
            values = List.copyOf(values);
            ProfileDocument.refuse(ProfileDocument.ascending("values", values));
        }

        @Override
        public int size() {
            return values.size() + 1;
        }

        @Override
        public List<Double> bounds() {
            return values;
        }

        @Override
        public int indexOf(double value) {
            // At most some twenty values: a plain walk beats a search, and boxes nothing.
            for (int i = 0; i < values.size(); i++) {
                if (values.get(i) == value) {
                    return i;
                }
            }
            return values.size();
        }
    }

    /**
     * Ranges between edges: (-inf, e0), [e0, e1), ... [en, +inf). A value that equals an edge belongs above it.
     *
     * @param edges finite, strictly ascending, possibly empty (one bin then)
     */
    record ByRange(List<Double> edges) implements Bins {
        public ByRange {
            edges = List.copyOf(edges);
            ProfileDocument.refuse(ProfileDocument.ascending("edges", edges));
        }

        @Override
        public int size() {
            return edges.size() + 1;
        }

        @Override
        public List<Double> bounds() {
            return edges;
        }

        @Override
        public int indexOf(double value) {
            for (int i = 0; i < edges.size(); i++) {
                if (value < edges.get(i)) {
                    return i;
                }
            }
            return edges.size();
        }
    }
}
