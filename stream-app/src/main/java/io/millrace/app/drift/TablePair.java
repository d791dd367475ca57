package io.millrace.app.drift;

import io.millrace.app.files.ColumnFile;
import io.millrace.app.files.ColumnValues;
import io.millrace.app.files.UnsuitableFileException;
import io.millrace.drift.definition.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Two tables whose columns can be compared.
 *
 * @param columns of both, in the order of the reference
 * @param onlyInReference columns that are not compared, because the current file does not have them
 * @param onlyInCurrent the other way round
 */
public record TablePair(List<Column> columns, List<String> onlyInReference, List<String> onlyInCurrent) {
    /** A column of both. */
    public record Column(String name, Sample reference, Sample current) {}

    /**
     * Reads two files. A column is numbers if each of its values is one, in both files, and categories if none is; a column that is numbers in
     * part is refused, because as categories it would be compared by other statistics, and nobody would notice.
     *
     * @param names the columns to compare; empty for all that both have
     * @param categorical columns whose values are categories even where they are numbers
     * @param numeric columns whose values are numbers even where the file keeps them as texts
     * @throws UnsuitableFileException with everything that is wrong with the columns
     */
    public static TablePair read(
            Path reference, Path current, Set<String> names, Set<String> categorical, Set<String> numeric)
            throws IOException, UnsuitableFileException {
        var r = ColumnFile.read(reference);
        var c = ColumnFile.read(current);
        var asked = new LinkedHashSet<>(names);
        asked.addAll(categorical);
        asked.addAll(numeric);
        var problems = new ArrayList<UnsuitableFileException>();
        missing(reference, asked, r).ifPresent(problems::add);
        missing(current, asked, c).ifPresent(problems::add);
        UnsuitableFileException.throwIfAny(problems);

        var both = new LinkedHashSet<>(names.isEmpty() ? r.keySet() : names);
        both.retainAll(c.keySet());
        if (both.isEmpty()) {
            throw new UnsuitableFileException(
                    current, List.of("has none of the columns of " + reference + ": " + String.join(", ", r.keySet())));
        }
        var columns = new ArrayList<Column>();
        var reasons = new ArrayList<String>();
        for (var name : both) {
            var wish = categorical.contains(name)
                    ? ColumnKind.Wish.CATEGORIES
                    : numeric.contains(name) ? ColumnKind.Wish.NUMBERS : ColumnKind.Wish.NONE;
            var kind = new ColumnKind(name, reference, of(r, name), current, of(c, name), wish);
            kind.problem().ifPresentOrElse(reasons::add, () -> columns.add(kind.column()));
        }
        if (!reasons.isEmpty()) {
            throw new UnsuitableFileException(reference, reasons);
        }
        return new TablePair(columns, others(r, c, names), others(c, r, names));
    }

    private static ColumnValues of(Map<String, ColumnValues> columns, String name) {
        return Objects.requireNonNull(columns.get(name));
    }

    private static Optional<UnsuitableFileException> missing(
            Path file, Set<String> asked, Map<String, ColumnValues> columns) {
        var missing = asked.stream().filter(name -> !columns.containsKey(name)).toList();
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(new UnsuitableFileException(
                        file,
                        List.of("has no column " + String.join(", ", missing) + " of numbers or texts; it has "
                                + String.join(", ", columns.keySet()))));
    }

    private static List<String> others(Map<String, ?> of, Map<String, ?> than, Set<String> names) {
        return names.isEmpty()
                ? of.keySet().stream().filter(name -> !than.containsKey(name)).toList()
                : List.of();
    }
}
