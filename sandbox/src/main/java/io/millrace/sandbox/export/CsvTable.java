package io.millrace.sandbox.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * CSV (RFC 4180, UTF-8, lines end with LF): the header holds the Avro field names, timestamps are ISO 8601 in UTC with
 * milliseconds, numbers are Java's shortest text that reads back to the same value. A name ending in {@code .gz} is
 * compressed.
 */
final class CsvTable implements Table {
    private static final DateTimeFormatter MILLISECONDS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final CsvWriter csv;
    private final int columns;

    CsvTable(Path file, boolean compress, Schema schema) throws IOException {
        var bytes = new BufferedOutputStream(Files.newOutputStream(file));
        var stream = compress ? new GZIPOutputStream(bytes, 8_192) : bytes;
        this.csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(new OutputStreamWriter(stream, UTF_8));
        this.columns = schema.getFields().size();
        csv.writeRecord(schema.getFields().stream().map(Schema.Field::name).toList());
    }

    @Override
    public void write(SpecificRecord row) {
        var texts = new String[columns];
        for (var column = 0; column < columns; column++) {
            var value = row.get(column);
            texts[column] = value instanceof Instant time ? MILLISECONDS.format(time) : String.valueOf(value);
        }
        csv.writeRecord(texts);
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }
}
