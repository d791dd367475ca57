package io.millrace.app.files;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** The record that the values of a row are put into, one row after the other. Confined to one thread. */
final class ParquetRecord extends RecordMaterializer<FileRecord> {
    private final Schema schema;
    private final MessageType wanted;
    private final List<ParquetCell> cells = new ArrayList<>();
    private final List<Column> required = new ArrayList<>();
    private final List<Schema.Field> absent = new ArrayList<>();
    private final List<String> reasons = new ArrayList<>();

    private final List<String> problems = new ArrayList<>();
    private GenericData.@Nullable Record record;
    private long row;

    /**
     * Finds the columns of a schema in a file.
     *
     * @param columns of the schema
     */
    ParquetRecord(Schema schema, List<Column> columns, MessageType file) {
        this.schema = schema;
        var types = new ArrayList<Type>();
        for (var column : columns) {
            var field = schema.getFields().get(column.position());
            if (file.containsField(column.name())) {
                var type = file.getType(column.name());
                types.add(type);
                ParquetCell.of(column, type, this)
                        .ifPresentOrElse(
                                cells::add,
                                () -> reasons.add("column " + column.name() + " is "
                                        + String.valueOf(type).strip() + " and cannot be read as " + column.schema()));
                if (!column.nullable()) {
                    required.add(column);
                }
            } else if (field.hasDefaultValue()) {
                absent.add(field);
            } else {
                reasons.add("column " + column.name() + " is missing");
            }
        }
        this.wanted = new MessageType(file.getName(), types);
    }

    /** Why the file cannot be read, empty if it can. */
    List<String> reasons() {
        return reasons;
    }

    /** What of the file is to be read. */
    MessageType wanted() {
        return wanted;
    }

    void put(Column column, Object value) {
        requireNonNull(record).put(column.position(), value);
    }

    void problem(Column column, UnreadableCellException reason) {
        problems.add("column " + column.name() + ": " + reason.getMessage());
    }

    @Override
    public GroupConverter getRootConverter() {
        return new GroupConverter() {
            @Override
            public Converter getConverter(int index) {
                return cells.get(index);
            }

            @Override
            public void start() {
                record = new GenericData.Record(schema);
                problems.clear();
                row++;
            }

            @Override
            public void end() {}
        };
    }

    @Override
    public FileRecord getCurrentRecord() {
        var read = requireNonNull(record);
        if (problems.isEmpty()) { // a value that cannot be read looks like none
            for (var column : required) {
                if (read.get(column.position()) == null) {
                    problems.add("column " + column.name() + ": must not be null");
                }
            }
        }
        if (!problems.isEmpty()) {
            return new FileRecord.Unreadable(row, String.join("; ", problems));
        }
        for (var field : absent) {
            read.put(field.pos(), GenericData.get().getDefaultValue(field));
        }
        return new FileRecord.Row(read, row);
    }
}
