package io.millrace.app.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** Writes rows as JSON Lines. Numbers that JSON does not have are texts: {@code "NaN"}, {@code "Infinity"}. */
final class JsonRows implements TableWriter.Rows {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private final JsonGenerator out;
    private final List<Member> members;

    /** How a value of a column is written. */
    private interface Value {
        void write(Object value) throws IOException;
    }

    private record Member(SerializedString name, Value value) {}

    private JsonRows(JsonGenerator out, List<Column> columns) {
        this.out = out;
        this.members = columns.stream()
                .map(column -> new Member(new SerializedString(column.name()), value(column)))
                .toList();
    }

    /** Takes over the stream. */
    static JsonRows to(OutputStream bytes, List<Column> columns) throws IOException {
        return new JsonRows(JSON.createGenerator(bytes).setRootValueSeparator(new SerializedString("")), columns);
    }

    private Value value(Column column) {
        return switch (column.kind()) {
            case TEXT, ENUM -> value -> out.writeString(value.toString());
            case BOOLEAN -> value -> out.writeBoolean((boolean) value);
            case INT -> value -> out.writeNumber((int) value);
            case LONG -> value -> out.writeNumber((long) value);
            case FLOAT -> value -> out.writeNumber((float) value);
            case DOUBLE -> value -> out.writeNumber((double) value);
            case MILLIS -> time(new InstantText(1_000));
            case MICROS -> time(new InstantText(1_000_000));
        };
    }

    private Value time(InstantText text) {
        return value -> out.writeString(text.of((long) value));
    }

    @Override
    public void write(GenericRecord row) throws IOException {
        out.writeStartObject();
        for (int i = 0; i < members.size(); i++) {
            var member = members.get(i);
            @Nullable Object value = row.get(i);
            out.writeFieldName(member.name);
            if (value == null) {
                out.writeNull();
            } else {
                member.value.write(value);
            }
        }
        out.writeEndObject();
        out.writeRaw('\n');
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
