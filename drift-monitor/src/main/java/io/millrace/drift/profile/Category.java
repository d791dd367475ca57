package io.millrace.drift.profile;

/**
 * A text that came often in the reference.
 *
 * @param name as {@link #nameOf} gives it
 * @param count how often it came, positive
 */
public record Category(String name, long count) {
    /** A name has no more characters. */
    public static final int LONGEST = 64;

    private static final int HASH_DIGITS = 8;

    /**
     * What a text is called: itself, or if it has more than {@value #LONGEST} characters its beginning, a number sign
     * and the eight hexadecimal digits of {@link String#hashCode}, so that two long texts with the same beginning are
     * almost surely told apart.
     */
    public static String nameOf(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        int end = LONGEST - HASH_DIGITS - 1;
        if (Character.isHighSurrogate(text.charAt(end - 1))) {
            end--; // half a character could not be written
        }
        return String.format("%s#%08x", text.substring(0, end), text.hashCode());
    }
}
