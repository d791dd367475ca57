package io.millrace.app.drift;

import io.millrace.app.files.ColumnFile;
import io.millrace.app.files.ColumnValues;
import io.millrace.app.files.UnsuitableFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A column of numbers, to be read one by one.
 *
 * @param name of the column
 * @param values by row, NaN where one is missing
 */
@SuppressWarnings("ArrayRecordComponent") // a million values are not copied, nor compared
public record WatchedColumn(String name, double[] values) {
    /**
     * Reads a column.
     *
     * @param asked which; empty for the only one of the file that is numbers
     * @throws UnsuitableFileException if there is no such column, or none or several to choose from, or it has other values than numbers
     */
    public static WatchedColumn read(Path file, Optional<String> asked) throws IOException, UnsuitableFileException {
        var columns = ColumnFile.read(file);
        if (asked.isPresent()) {
            return of(file, asked.get(), columns);
        }
        var numeric = new ArrayList<WatchedColumn>();
        columns.forEach((name, values) -> Optional.of(values)
                .filter(kept -> !(kept instanceof ColumnValues.Texts texts && texts.typed()))
                .flatMap(WatchedColumn::numbers)
                .filter(numbers -> hasValue(numbers.values()))
                .ifPresent(numbers -> numeric.add(new WatchedColumn(name, numbers.values()))));
        if (numeric.size() != 1) {
            var names = numeric.stream().map(WatchedColumn::name).toList();
            throw new UnsuitableFileException(
                    file,
                    List.of(
                            numeric.isEmpty()
                                    ? "has no column of numbers; it has " + String.join(", ", columns.keySet())
                                    : "has several columns of numbers, of which --column must name one: "
                                            + String.join(", ", names)));
        }
        return numeric.get(0);
    }

    private static WatchedColumn of(Path file, String name, Map<String, ColumnValues> columns)
            throws UnsuitableFileException {
        var values = columns.get(name);
        if (values == null) {
            throw new UnsuitableFileException(
                    file,
                    List.of("has no column " + name + " of numbers or texts; it has "
                            + String.join(", ", columns.keySet())));
        }
        var numbers = numbers(values);
        if (numbers.isEmpty()) {
            var others = ((ColumnValues.Texts) values).notNumbers();
            throw new UnsuitableFileException(
                    file,
                    List.of("column " + name + " has " + others.size() + " of " + values.rows()
                            + " values that are no numbers, the first \"" + others.get(0) + "\""));
        }
        if (!hasValue(numbers.get().values())) {
            throw new UnsuitableFileException(file, List.of("column " + name + " has no value"));
        }
        return new WatchedColumn(name, numbers.get().values());
    }

    private static Optional<ColumnValues.Numbers> numbers(ColumnValues values) {
        return values instanceof ColumnValues.Texts texts
                ? texts.numbers()
                : Optional.of((ColumnValues.Numbers) values);
    }

    private static boolean hasValue(double[] values) {
        for (double value : values) {
            if (!Double.isNaN(value)) {
                return true;
            }
        }
        return false;
    }
}
