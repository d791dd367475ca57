package io.millrace.app.model;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** The shape of a tensor of rows, in which the number of rows is left open or, if the tensor is always one row, absent. */
final class RowShape {
    private static final long ROWS = -1;

    private final long[] sizes;

    private RowShape(long[] sizes) {
        this.sizes = sizes;
    }

    /** A first dimension for the rows before those of one row, which must all be known. */
    static RowShape rowsOf(long... row) {
        return new RowShape(
                LongStream.concat(LongStream.of(ROWS), Arrays.stream(row)).toArray());
    }

    /** A tensor that has no dimension for rows: it is one. */
    static RowShape single(long... sizes) {
        return new RowShape(sizes.clone());
    }

    /**
     * How a tensor takes rows of a width: [n, width], [n] for one number, or [n, a, b, ...] with a product of width, read row by
     * row. Of dimensions that are left open the last takes what is left, the others are 1. A vector as long as a row is one.
     *
     * @param declared less than 0 where it is left open
     * @return empty if it does not
     */
    static Optional<RowShape> taking(int width, long[] declared) {
        if (declared.length == 1 && declared[0] == width && width > 1) {
            return Optional.of(single(width));
        }
        if (declared.length == 0 || Arrays.stream(declared).anyMatch(size -> size == 0)) {
            return Optional.empty();
        }
        var row = Arrays.copyOfRange(declared, 1, declared.length);
        long left = width;
        for (long size : row) {
            if (size > 0) {
                if (left % size != 0) {
                    return Optional.empty();
                }
                left /= size;
            }
        }
        for (int i = row.length - 1; i >= 0; i--) {
            if (row[i] < 0) {
                row[i] = left;
                left = 1;
            }
        }
        return left == 1 ? Optional.of(rowsOf(row)) : Optional.empty();
    }

    /** The shape of an answer of which that many rows are known to be asked for; empty if it has not one row for each. */
    static Optional<RowShape> answering(int rows, long[] answer) {
        if (answer.length > 0 && answer[0] == rows) {
            return Optional.of(rowsOf(Arrays.copyOfRange(answer, 1, answer.length)));
        }
        return rows == 1 ? Optional.of(single(answer)) : Optional.empty();
    }

    /** Whether there is no dimension for rows. */
    boolean isSingle() {
        return Arrays.stream(sizes).noneMatch(size -> size == ROWS);
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

    @Override
    public boolean equals(Object other) {
        return other instanceof RowShape shape && Arrays.equals(sizes, shape.sizes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sizes);
    }

    @Override
    public String toString() {
        return shown(sizes);
    }

    /** {@code [?, 3]} for {-1, 3}. */
    static String shown(long[] sizes) {
        return Arrays.stream(sizes)
                .mapToObj(size -> size < 0 ? "?" : Long.toString(size))
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
