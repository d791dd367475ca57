package io.millrace.app.files;

import io.millrace.schemas.wire.BlockDecoder;
import io.millrace.schemas.wire.Decoded;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.InvalidAvroMagicException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaIncompatibilityType;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;

/** Rows of an Avro container file, decoded as records from Kafka are. */
final class AvroEvents implements EventFile {
    private final Path file;
    private final DataFileReader<GenericRecord> container;
    private final BlockDecoder records;
    private final long sizeBytes;

    private long left;
    private long count;
    private volatile long bytesRead;

    private AvroEvents(Path file, DataFileReader<GenericRecord> container, BlockDecoder records) throws IOException {
        this.file = file;
        this.container = container;
        this.records = records;
        this.sizeBytes = Files.size(file);
    }

    static AvroEvents open(Path file, Schema schema) throws IOException, UnsuitableFileException {
        DataFileReader<GenericRecord> container;
        try {
            container = new DataFileReader<>(file.toFile(), new GenericDatumReader<>());
        } catch (InvalidAvroMagicException | EOFException | AvroRuntimeException e) {
            throw new UnsuitableFileException(file, List.of("is not an Avro container: " + e.getMessage()));
        }
        try {
            return new AvroEvents(file, container, new BlockDecoder(container.getSchema(), schema));
        } catch (IllegalArgumentException e) {
            container.close();
            throw new UnsuitableFileException(file, reasons(container.getSchema(), schema, e));
        }
    }

    /** Every reason there is; the decoder stops at the first. */
    private static List<String> reasons(Schema writer, Schema reader, Exception first) {
        var all =
                SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                        .getResult()
                        .getIncompatibilities()
                        .stream()
                        .filter(reason -> reason.getType() != SchemaIncompatibilityType.NAME_MISMATCH)
                        .map(reason -> reason.getType() + " at " + reason.getLocation() + ": " + reason.getMessage())
                        .toList();
        return all.isEmpty() ? List.of(String.valueOf(first.getMessage())) : all;
    }

    @Override
    public boolean hasNext() {
        try {
            while (left == 0 && container.hasNext()) {
                var bytes = container.nextBlock();
                var block = new byte[bytes.remaining()];
                bytes.get(block);
                records.reset(block);
                left = container.getBlockCount();
                bytesRead = container.previousSync();
            }
        } catch (AvroRuntimeException | IOException e) {
            throw damaged(e);
        }
        if (left == 0) {
            // Avro takes a block that breaks off for the end of the file. The end is where the last whole block ended.
            if (container.previousSync() != sizeBytes) {
                throw damaged(new EOFException("the last block is incomplete"));
            }
            bytesRead = sizeBytes;
        }
        return left > 0;
    }

    @Override
    public FileRecord next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        var decoded = records.next();
        if (decoded instanceof Decoded.Value value) {
            left--;
            return new FileRecord.Row(value.record(), ++count);
        }
        var malformed = (Decoded.Malformed) decoded;
        if (malformed.fault() == Decoded.Fault.MALFORMED) {
            throw damaged(new IOException(malformed.detail()));
        }
        left--;
        return new FileRecord.Unreadable(++count, malformed.detail());
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
