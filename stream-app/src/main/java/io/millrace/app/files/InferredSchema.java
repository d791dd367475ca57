package io.millrace.app.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/**
 * The schema that a file can be read by: what it says itself, or what is found in it. Every field may be null. Names are those of the
 * columns, whatever Avro would have of names.
 */
final class InferredSchema {
    private InferredSchema() {}

    /**
     * The schema.
     *
     * @throws UnsuitableFileException if the file is not of the format, or its columns have values of different types
     */
    static Schema of(Path file, FileFormat format) throws IOException, UnsuitableFileException {
        return schema(
                switch (format) {
                    case CSV, CSV_GZ -> ofCsv(file, format);
                    case JSON_LINES, JSON_LINES_GZ -> ofJson(file, format);
                    case AVRO -> ofAvro(file);
                    case PARQUET -> ofParquet(file);
                });
    }

    private static Schema schema(Map<String, String> types) {
        var json = JsonNodeFactory.instance;
        var record = json.objectNode().put("type", "record").put("name", "Row");
        var fields = record.putArray("fields");
        types.forEach((name, type) -> fields.addObject()
                .put("name", name)
                .putNull("default")
                .set("type", json.arrayNode().add("null").add(type)));
        return new Schema.Parser(NameValidator.NO_VALIDATION).parse(record.toString());
    }

    /** Texts, by the header. */
    private static Map<String, String> ofCsv(Path file, FileFormat format) throws IOException, UnsuitableFileException {
        var types = new LinkedHashMap<String, String>();
        try (var bytes = Files.newInputStream(file);
                var lines = CsvReader.builder()
                        .detectBomHeader(true)
                        .ofCsvRecord(format.text(bytes), StandardCharsets.UTF_8)) {
            var all = lines.iterator();
            if (!all.hasNext()) {
                throw new UnsuitableFileException(file, List.of("is empty"));
            }
            for (var name : all.next().getFields()) {
                if (types.put(name, "string") != null) {
                    throw new UnsuitableFileException(file, List.of("column " + name + " is there twice"));
                }
            }
        } catch (CsvParseException | UncheckedIOException e) {
            throw new UnsuitableFileException(file, List.of("is not " + format.description() + ": " + e.getMessage()));
        }
        return types;
    }

    /** By the values of every line. */
    private static Map<String, String> ofJson(Path file, FileFormat format)
            throws IOException, UnsuitableFileException {
        var types = new LinkedHashMap<String, String>();
        var mixed = new LinkedHashSet<String>();
        try (var bytes = Files.newInputStream(file)) {
            var lines = new TextLines(format.text(bytes));
            while (lines.next()) {
                if (lines.end() > lines.start()) {
                    try (var line = new JsonFactory()
                            .createParser(lines.buffer(), lines.start(), lines.end() - lines.start())) {
                        note(line, types, mixed);
                    } catch (JsonProcessingException e) {
                        throw new UnsuitableFileException(
                                file, List.of("line " + lines.number() + " is not JSON: " + e.getOriginalMessage()));
                    }
                }
            }
        }
        if (!mixed.isEmpty()) {
            throw new UnsuitableFileException(
                    file,
                    mixed.stream()
                            .map(name -> "column " + name + " has values of different types")
                            .toList());
        }
        return types;
    }

    private static void note(JsonParser line, Map<String, String> types, Set<String> mixed) throws IOException {
        if (line.nextToken() != JsonToken.START_OBJECT) {
            return; // whoever reads the rows says so
        }
        for (var name = line.nextFieldName(); name != null; name = line.nextFieldName()) {
            var type = type(line.nextToken());
            line.skipChildren();
            if (type.isPresent()) {
                var before = types.putIfAbsent(name, type.get());
                if (before != null && !before.equals(type.get())) {
                    boolean numbers =
                            (before + type.get()).equals("longdouble") || (before + type.get()).equals("doublelong");
                    types.put(name, numbers ? "double" : before);
                    if (!numbers) {
                        mixed.add(name);
                    }
                }
            }
        }
    }

    private static Optional<String> type(JsonToken token) {
        return switch (token) {
            case VALUE_NUMBER_INT -> Optional.of("long");
            case VALUE_NUMBER_FLOAT -> Optional.of("double");
            case VALUE_STRING -> Optional.of("string");
            case VALUE_TRUE, VALUE_FALSE -> Optional.of("boolean");
            default -> Optional.empty();
        };
    }

    private static Map<String, String> ofAvro(Path file) throws IOException, UnsuitableFileException {
        Schema written;
        try (var container = new DataFileReader<>(file.toFile(), new GenericDatumReader<>())) {
            written = container.getSchema();
        } catch (IOException | AvroRuntimeException e) {
            throw new UnsuitableFileException(file, List.of("is not an Avro container: " + e.getMessage()));
        }
        var types = new LinkedHashMap<String, String>();
        if (written.getType() == Schema.Type.RECORD) {
            for (var field : written.getFields()) {
                Column.of(field).flatMap(InferredSchema::type).ifPresent(type -> types.put(field.name(), type));
            }
        }
        return types;
    }

    private static Optional<String> type(Column column) {
        return switch (column.kind()) {
            case BOOLEAN -> Optional.of("boolean");
            case INT -> Optional.of("int");
            case LONG -> Optional.of("long");
            case FLOAT -> Optional.of("float");
            case DOUBLE -> Optional.of("double");
            case TEXT, ENUM -> Optional.of("string");
            case MILLIS, MICROS -> Optional.empty();
        };
    }

    private static Map<String, String> ofParquet(Path file) throws IOException, UnsuitableFileException {
        var types = new LinkedHashMap<String, String>();
        try (var groups = ParquetEvents.open(file)) {
            for (var field : groups.getFileMetaData().getSchema().getFields()) {
                type(field).ifPresent(type -> types.put(field.getName(), type));
            }
        }
        return types;
    }

    private static Optional<String> type(Type field) {
        if (!field.isPrimitive() || field.isRepetition(Type.Repetition.REPEATED)) {
            return Optional.empty();
        }
        var logical = field.getLogicalTypeAnnotation();
        if (logical instanceof DecimalLogicalTypeAnnotation) {
            return Optional.of("double");
        }
        boolean plain = logical == null || (logical instanceof IntLogicalTypeAnnotation number && number.isSigned());
        return switch (physical(field)) {
            case BOOLEAN -> Optional.of("boolean");
            case INT32, INT64 -> plain ? Optional.of("long") : Optional.empty();
            case FLOAT, DOUBLE -> Optional.of("double");
            case BINARY -> logical == null ? Optional.empty() : Optional.of("string");
            case INT96, FIXED_LEN_BYTE_ARRAY -> Optional.empty();
        };
    }

    private static PrimitiveType.PrimitiveTypeName physical(Type field) {
        return field.asPrimitiveType().getPrimitiveTypeName();
    }
}
