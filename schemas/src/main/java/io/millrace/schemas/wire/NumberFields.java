package io.millrace.schemas.wire;

/**
 * Fields of a reader schema that stand one after the other and are read as doubles: numbers, booleans, or null.
 *
 * @param first position of the first, not negative
 * @param count how many they are, not negative
 */
public record NumberFields(int first, int count) {
    public NumberFields {
        if (first < 0 || count < 0) {
            throw new IllegalArgumentException(count + " fields from position " + first);
        }
    }

    /** Whether the field at a position of the record is one of them. */
    boolean has(int position) {
        return position >= first && position < first + count;
    }
}
