package io.millrace.app.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/** Rows of a JSON Lines file: an object a line, empty lines left out. */
final class JsonEvents implements EventFile {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .build();

    private final Path file;
    private final Schema schema;
    private final CountedInput bytes;
    private final TextLines lines;
    private final Map<String, Place> places = new HashMap<>();
    private boolean ahead;
    private long count;

    /** A column and how its texts and numbers are read. */
    private record Place(Column column, Cell cell) {}

    private JsonEvents(Path file, Schema schema, List<Column> columns, CountedInput bytes, TextLines lines) {
        this.file = file;
        this.schema = schema;
        this.bytes = bytes;
        this.lines = lines;
        columns.forEach(column -> places.put(column.name(), new Place(column, Cell.of(column))));
    }

    static JsonEvents open(Path file, FileFormat format, Schema schema) throws IOException, UnsuitableFileException {
        var columns = Column.all(file, format, schema);
        var bytes = new CountedInput(Files.newInputStream(file));
        try {
            return new JsonEvents(file, schema, columns, bytes, new TextLines(format.text(bytes)));
        } catch (IOException e) {
            bytes.close();
            throw new UnsuitableFileException(file, List.of("is not " + format.description() + ": " + e.getMessage()));
        }
    }

    @Override
    public boolean hasNext() {
        try {
            while (!ahead && lines.next()) {
                ahead = lines.end() > lines.start();
            }
            return ahead;
        } catch (IOException e) {
            throw new UncheckedIOException(new DamagedFileException(file, count, e));
        }
    }

    @Override
    public FileRecord next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        ahead = false;
        count++;
        var record = new GenericData.Record(schema);
        var problems = new ArrayList<String>();
        try (var line = JSON.createParser(lines.buffer(), lines.start(), lines.end() - lines.start())) {
            read(line, record, problems);
        } catch (JsonProcessingException e) {
            problems.add("is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory cannot fail", e);
        }
        return problems.isEmpty()
                ? new FileRecord.Row(record, count)
                : new FileRecord.Unreadable(count, "line " + lines.number() + ": " + String.join("; ", problems));
    }

    private void read(JsonParser line, GenericData.Record record, List<String> problems) throws IOException {
        if (line.nextToken() != JsonToken.START_OBJECT) {
            problems.add("is no JSON object");
            return;
        }
        var given = new boolean[schema.getFields().size()];
        for (var name = line.nextFieldName(); name != null; name = line.nextFieldName()) {
            line.nextToken();
            var place = places.get(name);
            if (place == null) {
                line.skipChildren();
                continue;
            }
            int position = place.column.position();
            try {
                if (given[position]) {
                    throw new UnreadableCellException("is there twice");
                }
                given[position] = true;
                read(line, place, record);
            } catch (UnreadableCellException e) {
                problems.add("column " + name + ": " + e.getMessage());
                line.skipChildren();
            }
        }
        if (line.nextToken() != null) {
            problems.add("something follows the object");
        }
        complete(record, given, problems);
    }

    private static void read(JsonParser line, Place place, GenericData.Record record)
            throws IOException, UnreadableCellException {
        var column = place.column;
        var token = line.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            if (column.nullable()) {
                return; // as it is in a new record
            }
            throw new UnreadableCellException("must not be null");
        }
        boolean quoted = column.kind() == Column.Kind.TEXT || column.kind() == Column.Kind.ENUM;
        if (quoted && token != JsonToken.VALUE_STRING) {
            throw new UnreadableCellException("must be a text", line.getText());
        }
        record.put(
                column.position(),
                place.cell.read(line.getTextCharacters(), line.getTextOffset(), line.getTextLength()));
    }

    private void complete(GenericData.Record record, boolean[] given, List<String> problems) {
        for (var field : schema.getFields()) {
            if (!given[field.pos()]) {
                if (field.hasDefaultValue()) {
                    record.put(field.pos(), GenericData.get().getDefaultValue(field));
                } else if (!field.schema().isNullable()) {
                    problems.add("column " + field.name() + " is missing");
                }
            }
        }
    }

    @Override
    public long bytesRead() {
        return bytes.count();
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
