package io.millrace.app.drift;

import io.millrace.app.files.ColumnValues;
import io.millrace.drift.definition.Sample;
import java.nio.file.Path;
import java.util.Optional;

/** What the values of a column are on both sides, where the files may not say. */
record ColumnKind(
        String name, Path referenceFile, ColumnValues reference, Path currentFile, ColumnValues current, Wish wish) {
    /** What the user says of the column. */
    enum Wish {
        NONE,
        CATEGORIES,
        NUMBERS
    }

    /** Why it is not known whether the column is numbers or categories; empty if it is. */
    Optional<String> problem() {
        if (wish == Wish.CATEGORIES) {
            return Optional.empty();
        }
        var here = unclear(referenceFile, reference).or(() -> unclear(currentFile, current));
        if (here.isPresent() || isEmpty(reference) || isEmpty(current) || isNumbers(reference) == isNumbers(current)) {
            return here;
        }
        var numbers = isNumbers(reference) ? referenceFile : currentFile;
        return Optional.of("column " + name + " is numbers in " + numbers + " alone; --categorical " + name
                + " compares it as categories");
    }

    private Optional<String> unclear(Path file, ColumnValues values) {
        if (!(values instanceof ColumnValues.Texts texts) || !(texts.hasNumber() || wish == Wish.NUMBERS)) {
            return Optional.empty();
        }
        var others = texts.notNumbers();
        if (!others.isEmpty() && (!texts.typed() || wish == Wish.NUMBERS)) {
            return Optional.of("column " + name + " of " + file + " has numbers and " + others.size() + " of "
                    + values.rows() + " values that are none, the first \"" + others.get(0) + "\"; --categorical "
                    + name
                    + " compares it as categories");
        }
        return others.isEmpty() && texts.typed() && wish == Wish.NONE
                ? Optional.of("column " + name + " of " + file + " has numbers that are kept as texts; --numeric "
                        + name + " compares it as numbers, --categorical " + name + " as categories")
                : Optional.empty();
    }

    private boolean isNumbers(ColumnValues values) {
        return values instanceof ColumnValues.Numbers
                || (values instanceof ColumnValues.Texts texts
                        && texts.hasNumber()
                        && (!texts.typed() || wish == Wish.NUMBERS));
    }

    private static boolean isEmpty(ColumnValues values) {
        return values instanceof ColumnValues.Texts texts
                && !texts.hasNumber()
                && texts.notNumbers().isEmpty();
    }

    /** Both sides, if there is no {@link #problem}. */
    TablePair.Column column() {
        boolean numbers = wish != Wish.CATEGORIES && (isNumbers(reference) || isNumbers(current));
        return new TablePair.Column(name, sample(reference, numbers), sample(current, numbers));
    }

    private static Sample sample(ColumnValues values, boolean numbers) {
        if (!numbers) {
            return new Sample.Categories(
                    values instanceof ColumnValues.Texts texts
                            ? texts.withoutMarkers().texts()
                            : values.texts());
        }
        var found = values instanceof ColumnValues.Texts texts
                ? texts.numbers().orElseThrow()
                : (ColumnValues.Numbers) values;
        return new Sample.Numbers(found.values(), found.whole());
    }
}
