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
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/** Rows of an Avro container file. */
final class AvroEvents implements EventFile {
    private final Path file;
    private final DataFileReader<GenericRecord> container;
    private final Schema writer;
    private final Records records;
    private final long sizeBytes;

    private byte[] block = {};
    private @Nullable BinaryDecoder in;
    private long left;
    private long count;
    private volatile long bytesRead;

    /** Reads texts as Strings, as they come from Kafka. */
    private static final class Records extends GenericDatumReader<GenericRecord> {
        private Records(Schema writer, Schema reader) {
            // A GenericData of its own has no logical type conversions: timestamps stay longs, as they do from Kafka.
            super(writer, reader, new GenericData());
        }

        @Override
        protected Object readString(@Nullable Object old, Decoder in) throws IOException {
            return in.readString();
        }

        /** Moves past a record of the writer's. */
        private void skip(Decoder in) throws IOException {
            skip(getSchema(), in);
        }
    }

    private AvroEvents(Path file, DataFileReader<GenericRecord> container, Schema reader, long sizeBytes) {
        this.file = file;
        this.container = container;
        this.writer = container.getSchema();
        this.records = new Records(writer, reader);
        this.sizeBytes = sizeBytes;
    }

    static AvroEvents open(Path file, Schema schema) throws IOException, UnsuitableFileException {
        DataFileReader<GenericRecord> container;
        try {
            container = new DataFileReader<>(file.toFile(), new GenericDatumReader<>());
        } catch (InvalidAvroMagicException | EOFException | AvroRuntimeException e) {
            throw new UnsuitableFileException(file, List.of("is not an Avro container: " + e.getMessage()));
        }
        var compatibility = SchemaCompatibility.checkReaderWriterCompatibility(schema, container.getSchema());
        if (compatibility.getType() != SchemaCompatibilityType.COMPATIBLE) {
            container.close();
            throw new UnsuitableFileException(
                    file,
                    compatibility.getResult().getIncompatibilities().stream()
                            .map(reason ->
                                    reason.getType() + " at " + reason.getLocation() + ": " + reason.getMessage())
                            .toList());
        }
        return new AvroEvents(file, container, schema, Files.size(file));
    }

    @Override
    public boolean hasNext() {
        try {
            while (left == 0 && container.hasNext()) {
                var bytes = container.nextBlock();
                block = new byte[bytes.remaining()];
                bytes.get(block);
                left = container.getBlockCount();
                in = DecoderFactory.get().binaryDecoder(block, in);
                bytesRead = container.previousSync();
            }
        } catch (AvroRuntimeException | IOException e) {
            throw damaged(e);
        }
        // Avro takes a block that breaks off for the end of the file. The end is where the last whole block ended.
        if (left == 0 && container.previousSync() != sizeBytes) {
            throw damaged(new EOFException("the last block is incomplete"));
        }
        return left > 0;
    }

    @Override
    public FileRecord next() {
        if (!hasNext() || in == null) {
            throw new java.util.NoSuchElementException();
        }
        try {
            int start = block.length - in.inputStream().available();
            left--;
            count++;
            try {
                return new FileRecord.Row(records.read(null, in), count);
            } catch (AvroTypeException e) {
                in = DecoderFactory.get().binaryDecoder(block, start, block.length - start, in);
                records.skip(in);
                return new FileRecord.Unreadable(count, String.valueOf(e.getMessage()));
            }
        } catch (AvroRuntimeException | IOException e) {
            count--;
            throw damaged(e);
        }
    }

    private UncheckedIOException damaged(Exception cause) {
        return new UncheckedIOException(new DamagedFileException(file, count, cause));
    }

    @Override
    public long bytesRead() {
        return bytesRead;
    }

    @Override
    public void close() throws IOException {
        container.close();
    }
}
