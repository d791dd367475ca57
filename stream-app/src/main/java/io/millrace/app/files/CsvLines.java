package io.millrace.app.files;

import static java.util.Objects.requireNonNull;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.RecordType;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/** Makes a record of every line while it is parsed, each cell out of the parser's own buffer. The first line is the header. */
final class CsvLines extends AbstractBaseCsvCallbackHandler<FileRecord> {
    private final Schema schema;
    private final List<String> header = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    private @Nullable CsvLayout layout;
    private CsvLayout.Place[] places = {};
    private GenericData.@Nullable Record record;
    private long rows;

    CsvLines(Schema schema) {
        this.schema = schema;
    }

    /** What the header said; of a file that has none, what an empty header says. */
    CsvLayout layout() {
        return layout == null ? CsvLayout.of(header, schema) : layout;
    }

    @Override
    protected void handleBegin(long line) {
        problems.clear();
        record = new GenericData.Record(schema);
    }

    @Override
    protected void handleField(int index, char[] text, int start, int length, boolean quoted) {
        if (layout == null) {
            header.add(new String(text, start, length));
            return;
        }
        var place = index < places.length ? places[index] : null;
        if (place == null) {
            return;
        }
        var column = place.column();
        if (length == 0 && column.nullable() && !(quoted && column.kind() == Column.Kind.TEXT)) {
            return; // as it is in a new record
        }
        try {
            requireNonNull(record).put(column.position(), place.cell().read(text, start, length));
        } catch (UnreadableCellException e) {
            problems.add("column " + column.name() + ": " + e.getMessage());
        }
    }

    @Override
    protected @Nullable FileRecord buildRecord() {
        if (getRecordType() != RecordType.DATA) {
            return null;
        }
        if (layout == null) {
            layout = CsvLayout.of(header, schema);
            places = layout.columns().toArray(new CsvLayout.Place[0]);
            return null;
        }
        rows++;
        if (getFieldCount() != places.length) {
            problems.clear();
            problems.add("has " + getFieldCount() + " cells, the header has " + places.length);
        }
        return problems.isEmpty()
                ? new FileRecord.Row(complete(requireNonNull(record), layout), rows)
                : new FileRecord.Unreadable(
                        rows, "line " + getStartingLineNumber() + ": " + String.join("; ", problems));
    }

    private static GenericData.Record complete(GenericData.Record record, CsvLayout layout) {
        for (var field : layout.absent()) {
            record.put(field.pos(), GenericData.get().getDefaultValue(field));
        }
        return record;
    }
}
