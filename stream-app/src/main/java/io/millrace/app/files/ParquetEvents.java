package io.millrace.app.files;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.avro.Schema;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.jspecify.annotations.Nullable;

/** Rows of a Parquet file, a row group of it in memory at a time. */
final class ParquetEvents implements EventFile {
    private final Path file;
    private final ParquetFileReader groups;
    private final MessageColumnIO columns;
    private final ParquetRecord record;
    private final long sizeBytes;
    private final long rowsInAll;

    private @Nullable RecordReader<FileRecord> rows;
    private long left;
    private long count;
    private volatile long bytesRead;

    private ParquetEvents(Path file, ParquetFileReader groups, ParquetRecord record) throws IOException {
        this.file = file;
        this.groups = groups;
        this.record = record;
        this.columns = new ColumnIOFactory()
                .getColumnIO(record.wanted(), groups.getFileMetaData().getSchema());
        this.sizeBytes = Files.size(file);
        this.rowsInAll = groups.getRowGroups().stream()
                .mapToLong(BlockMetaData::getRowCount)
                .sum();
    }

    static ParquetEvents open(Path file, Schema schema) throws IOException, UnsuitableFileException {
        var asked = Column.all(file, FileFormat.PARQUET, schema);
        var groups = open(file);
        var opened = false;
        try {
            var record =
                    new ParquetRecord(schema, asked, groups.getFileMetaData().getSchema());
            if (!record.reasons().isEmpty()) {
                throw new UnsuitableFileException(file, record.reasons());
            }
            groups.setRequestedSchema(record.wanted());
            opened = true;
            return new ParquetEvents(file, groups, record);
        } finally {
            if (!opened) {
                groups.close();
            }
        }
    }

    /** What a file is made of; closed by whoever asks. */
    static ParquetFileReader open(Path file) throws IOException, UnsuitableFileException {
        var options = ParquetReadOptions.builder(new PlainParquetConfiguration())
                .withCodecFactory(new ParquetCodecs())
                .withPageChecksumVerification(true)
                .build();
        try {
            return ParquetFileReader.open(new LocalInputFile(file), options);
        } catch (IOException | RuntimeException e) { // its footer may say anything
            throw new UnsuitableFileException(file, List.of("is not Parquet, or not all of it: " + e.getMessage()));
        }
    }

    @Override
    public boolean hasNext() {
        try {
            while (left == 0) {
                var next = groups.readNextRowGroup();
                if (next == null) {
                    bytesRead = sizeBytes;
                    return false;
                }
                left = next.getRowCount();
                rows = columns.getRecordReader(next, record);
            }
            return true;
        } catch (IOException | RuntimeException e) { // damaged pages make decoders throw whatever they run into
            throw damaged(e);
        }
    }

    @Override
    public FileRecord next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        FileRecord next;
        try {
            next = requireNonNull(rows).read();
        } catch (RuntimeException e) { // as above
            throw damaged(e);
        }
        left--;
        count++;
        if ((count & 0xfff) == 0) {
            bytesRead = (long) ((double) count / rowsInAll * sizeBytes);
        }
        return next;
    }

    private UncheckedIOException damaged(Exception cause) {
        return new UncheckedIOException(new DamagedFileException(file, count, cause));
    }

    /** By rows: columns lie apart in the file, and are read a row group at a time. */
    @Override
    public long bytesRead() {
        return bytesRead;
    }

    @Override
    public void close() throws IOException {
        groups.close();
    }
}
