package io.millrace.drift.definition;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The values of one column in the order of their rows, missing ones among them. Immutable. */
public sealed interface Sample {
    /** How many rows, those with a missing value included. */
    int rows();

    /** How many rows have no value: null, NaN or infinite. */
    int missing();

    /** The rows from one to another, exclusive. */
    Sample slice(int from, int to);

    /** Numbers; NaN where one is missing. */
    final class Numbers implements Sample {
        private final double[] values;
        private final boolean whole;

        /**
         * A column of numbers.
         *
         * @param values NaN where one is missing; copied
         * @param whole whether the column is of a type of whole numbers and none is missing: pandas keeps whole numbers with missing
         *     ones as floating point numbers, and Evidently bins those otherwise
         */
        public Numbers(double[] values, boolean whole) {
            this.values = values.clone();
            this.whole = whole;
        }

        @Override
        public int rows() {
            return values.length;
        }

        @Override
        public int missing() {
            return values.length - finite().length;
        }

        @Override
        public Numbers slice(int from, int to) {
            return new Numbers(Arrays.copyOfRange(values, from, to), whole);
        }

        /** Whether they are whole by their type. */
        public boolean whole() {
            return whole;
        }

        /** All of them; a copy. */
        public double[] values() {
            return values.clone();
        }

        /** Those that are neither NaN nor infinite. */
        public double[] finite() {
            return Arrays.stream(values).filter(Double::isFinite).toArray();
        }

        /** Those that are not NaN. */
        public double[] given() {
            return Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
        }
    }

    /** Categories; null where one is missing. */
    final class Categories implements Sample {
        private final List<@Nullable String> values;

        /**
         * A column of texts.
         *
         * @param values null where one is missing; not to be changed any more
         */
        public Categories(List<@Nullable String> values) {
            this.values = values;
        }

        @Override
        public int rows() {
            return values.size();
        }

        @Override
        public int missing() {
            return values.size() - given().size();
        }

        @Override
        public Categories slice(int from, int to) {
            return new Categories(values.subList(from, to));
        }

        /** Those that are there. */
        public List<String> given() {
            return values.stream()
                    .filter(Objects::nonNull)
                    .map(Objects::requireNonNull)
                    .toList();
        }

        /** The distinct ones. */
        public Set<String> distinct() {
            return new TreeSet<>(given());
        }
    }
}
