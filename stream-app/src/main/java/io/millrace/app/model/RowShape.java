package io.millrace.app.model;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The shape of a tensor of rows, in which the number of rows is left open or, if the tensor is always one row, absent. */
final class RowShape {
    private static final long ROWS = -1;

    private final long[] sizes;

    private RowShape(long[] sizes) {
        this.sizes = sizes;
    }

    /** A first dimension for the rows before those of one row, which must all be known. */
    static RowShape rowsOf(long... row) {
        var sizes = new long[row.length + 1];
        sizes[0] = ROWS;
        System.arraycopy(row, 0, sizes, 1, row.length);
        return new RowShape(sizes);
    }

    /** A tensor that has no dimension for rows: it is one. */
    static RowShape single(long... sizes) {
        return new RowShape(sizes.clone());
    }

    /** The tensor's shape with that many rows. */
    long[] of(int rows) {
        return Arrays.stream(sizes).map(size -> size == ROWS ? rows : size).toArray();
    }

    /** The dimensions of one row; none where a row is one number. */
    long[] row() {
        return Arrays.stream(sizes).filter(size -> size != ROWS).toArray();
    }

    /** Numbers in one row. */
    int elements() {
        return Arrays.stream(row()).mapToInt(Math::toIntExact).reduce(1, Math::multiplyExact);
    }

    /** {@code [?, 3]} for {-1, 3}. */
    static String shown(long[] sizes) {
        return Arrays.stream(sizes)
                .mapToObj(size -> size < 0 ? "?" : Long.toString(size))
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
