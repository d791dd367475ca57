package io.millrace.app.files;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;

/** Writes rows to an Avro container. */
final class AvroRows implements TableWriter.Rows {
    /** As much as gzipped files: see {@link FileFormat}. */
    private static final int DEFLATE_LEVEL = 1;

    private final DataFileWriter<GenericRecord> out;

    private AvroRows(DataFileWriter<GenericRecord> out) {
        this.out = out;
    }

    /** Takes over the stream. */
    static AvroRows to(OutputStream bytes, Schema schema) throws IOException {
        // A GenericData of its own has no logical type conversions: timestamps are given as longs.
        var out = new DataFileWriter<GenericRecord>(new GenericDatumWriter<>(schema, new GenericData()));
        return new AvroRows(
                out.setCodec(CodecFactory.deflateCodec(DEFLATE_LEVEL)).create(schema, bytes));
    }

    @Override
    public void write(GenericRecord row) throws IOException {
        out.append(row);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
