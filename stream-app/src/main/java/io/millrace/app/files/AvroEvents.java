package io.millrace.app.files;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.AvroTypeException;
import org.apache.avro.InvalidAvroMagicException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;

/** Rows of an Avro container file. */
final class AvroEvents implements EventFile {
    private final Path file;
    private final DataFileReader<GenericRecord> records;
    private final long sizeBytes;
    private long number;

    private AvroEvents(Path file, DataFileReader<GenericRecord> records, long sizeBytes) {
        this.file = file;
        this.records = records;
        this.sizeBytes = sizeBytes;
    }

    static AvroEvents open(Path file, Schema schema) throws IOException, UnsuitableFileException {
        // A GenericData of its own has no logical type conversions: timestamps stay longs, as they do from Kafka.
        var datums = new GenericDatumReader<GenericRecord>(null, schema, new GenericData());
        DataFileReader<GenericRecord> records;
        try {
            records = new DataFileReader<>(file.toFile(), datums);
        } catch (InvalidAvroMagicException | AvroRuntimeException e) {
            throw new UnsuitableFileException(file, List.of("is not an Avro container: " + e.getMessage()));
        }
        var compatibility = SchemaCompatibility.checkReaderWriterCompatibility(schema, records.getSchema());
        if (compatibility.getType() != SchemaCompatibilityType.COMPATIBLE) {
            records.close();
            throw new UnsuitableFileException(
                    file,
                    compatibility.getResult().getIncompatibilities().stream()
                            .map(reason ->
                                    reason.getType() + " at " + reason.getLocation() + ": " + reason.getMessage())
                            .toList());
        }
        return new AvroEvents(file, records, Files.size(file));
    }

    @Override
    public boolean hasNext() {
        try {
            if (records.hasNext()) {
                return true;
            }
        } catch (AvroRuntimeException e) {
            throw broken(e);
        }
        // Avro takes a block that breaks off for the end of the file. The end is where the last whole block ended.
        if (records.previousSync() != sizeBytes) {
            throw broken(new EOFException("the last block is incomplete"));
        }
        return false;
    }

    @Override
    public FileRecord next() {
        number++;
        try {
            return new FileRecord.Row(records.next(), number);
        } catch (AvroTypeException e) {
            return new FileRecord.Unreadable(number, String.valueOf(e.getMessage()));
        } catch (AvroRuntimeException e) {
            throw broken(e);
        }
    }

    private UncheckedIOException broken(Exception cause) {
        return new UncheckedIOException(new IOException(file + ": broken after record " + number, cause));
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
