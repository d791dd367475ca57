package io.millrace.app.model;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Finds one number in a row of a tensor. */
final class TensorPath {
    /** What is not there. */
    static final int NOWHERE = -1;

    private static final Pattern INDEX = Pattern.compile("\\d{1,6}");

    private TensorPath() {}

    /**
     * The place of a number among those of its row, the last dimension running fastest.
     *
     * @param row the dimensions of one row; none where a row is one number
     * @param path an index for every dimension, or for every dimension that is not 1; none for the first number, and [0] for
     *     the only one
     * @return {@link #NOWHERE} if there is no such number
     */
    static int index(long[] row, List<String> path) {
        var wide = Arrays.stream(row).filter(size -> size != 1).toArray();
        if (path.isEmpty()) {
            return Arrays.stream(row).anyMatch(size -> size == 0) ? NOWHERE : 0;
        }
        if (path.size() == row.length) {
            return along(row, path);
        }
        return wide.length == 0 && path.size() == 1
                ? along(new long[] {1}, path)
                : path.size() == wide.length ? along(wide, path) : NOWHERE;
    }

    private static int along(long[] sizes, List<String> path) {
        long place = 0;
        for (int i = 0; i < sizes.length; i++) {
            var step = path.get(i);
            if (!INDEX.matcher(step).matches() || Integer.parseInt(step) >= sizes[i]) {
                return NOWHERE;
            }
            place = place * sizes[i] + Integer.parseInt(step);
        }
        return Math.toIntExact(place);
    }
}
