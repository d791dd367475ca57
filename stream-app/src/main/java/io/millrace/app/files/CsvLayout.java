package io.millrace.app.files;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Where the columns of a CSV file are.
 *
 * @param columns by the place of their cell in a line; null where nobody asks for the cell
 * @param absent fields that the file does not have, all with a default
 * @param reasons why the file cannot be read, empty if it can
 */
record CsvLayout(List<@Nullable Place> columns, List<Schema.Field> absent, List<String> reasons) {
    /** A column and how it is read. */
    record Place(Column column, Cell cell) {}

    static CsvLayout of(List<String> header, Schema schema) {
        var reasons = new ArrayList<String>();
        var columns = new ArrayList<@Nullable Place>();
        var absent = new ArrayList<Schema.Field>();
        var names = new HashSet<String>();
        for (var name : header) {
            columns.add(null);
            if (!names.add(name)) {
                reasons.add("column " + name + " is there twice");
            }
        }
        for (var field : schema.getFields()) {
            if (names.contains(field.name())) {
                Column.of(field)
                        .ifPresentOrElse(
                                column -> columns.set(header.indexOf(field.name()), new Place(column, Cell.of(column))),
                                () -> reasons.add(Column.unsuitable(field, FileFormat.CSV)));
            } else if (field.hasDefaultValue()) {
                absent.add(field);
            } else {
                reasons.add("column " + field.name() + " is missing");
            }
        }
        return new CsvLayout(columns, absent, reasons);
    }
}
