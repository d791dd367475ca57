package io.millrace.app.files;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The values of one column, in the order of the rows. */
public sealed interface ColumnValues {
    /** How many rows. */
    int rows();

    /** As texts, null where one is missing. */
    List<@Nullable String> texts();

    /**
     * A column of numbers.
     *
     * @param values NaN where one is missing; not to be changed
     * @param whole whether the file has whole numbers there and none is missing
     */
    @SuppressWarnings("ArrayRecordComponent") // a million values are not copied, nor compared
    record Numbers(double[] values, boolean whole) implements ColumnValues {
        @Override
        public int rows() {
            return values.length;
        }

        @Override
        public List<@Nullable String> texts() {
            return Arrays.stream(values)
                    .<@Nullable String>mapToObj(value -> Double.isNaN(value) ? null : text(value))
                    .toList();
        }

        private static String text(double value) {
            return value == (long) value ? Long.toString((long) value) : Double.toString(value);
        }
    }

    /**
     * A column of texts.
     *
     * @param texts null where one is missing
     * @param typed whether the file says that these are texts; CSV does not
     */
    record Texts(List<@Nullable String> texts, boolean typed) implements ColumnValues {
        /** What stands for no value, as pandas reads CSV. */
        private static final Set<String> MISSING =
                Set.of("", "NA", "N/A", "<NA>", "#N/A", "NaN", "nan", "-nan", "-NaN", "null", "NULL", "None", "n/a");

        private static final Set<String> INFINITE = Set.of("inf", "+inf", "-inf", "Infinity", "+Infinity", "-Infinity");

        @Override
        public int rows() {
            return texts.size();
        }

        /** Those that are no number and do not stand for none, the first one first. */
        public List<String> notNumbers() {
            return present()
                    .filter(text -> !isNumber(text))
                    .map(Objects::requireNonNull)
                    .toList();
        }

        /** Whether any is a number. */
        public boolean hasNumber() {
            return present().anyMatch(Texts::isNumber);
        }

        private java.util.stream.Stream<String> present() {
            return texts.stream()
                    .filter(text -> text != null && !MISSING.contains(text.strip()))
                    .map(Objects::requireNonNull);
        }

        /** The same, null also where a text stands for no value. */
        public Texts withoutMarkers() {
            return new Texts(
                    texts.stream()
                            .<@Nullable String>map(text -> text == null || MISSING.contains(text.strip()) ? null : text)
                            .toList(),
                    typed);
        }

        /** As numbers, if all are that are there. */
        public Optional<Numbers> numbers() {
            double[] values = new double[texts.size()];
            boolean whole = true;
            for (int i = 0; i < values.length; i++) {
                @Nullable String text = texts.get(i);
                if (text == null || MISSING.contains(text.strip())) {
                    values[i] = Double.NaN;
                    whole = false;
                } else if (isNumber(text)) {
                    values[i] = number(text.strip());
                    whole = whole && isWhole(text.strip());
                } else {
                    return Optional.empty();
                }
            }
            return Optional.of(new Numbers(values, whole && values.length > 0));
        }

        private static boolean isNumber(String text) {
            try {
                var unused = number(text.strip());
                return true;
            } catch (NumberFormatException e) {
                return false;
            }
        }

        private static double number(String text) {
            if (INFINITE.contains(text)) {
                return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
            }
            if (text.isEmpty() || "0123456789.".indexOf(text.charAt(text.length() - 1)) < 0 || text.contains("x")) {
                throw new NumberFormatException(text); // Java would read 1d, and hexadecimal ones
            }
            return Double.parseDouble(text);
        }

        private static boolean isWhole(String text) {
            return text.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '-' || c == '+');
        }
    }
}
