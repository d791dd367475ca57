package io.millrace.sandbox.export;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/** An Avro container file, compressed with deflate. */
final class AvroTable implements Table {
    private final DataFileWriter<SpecificRecord> writer;

    AvroTable(Path file, Schema schema) throws IOException {
        this.writer = new DataFileWriter<SpecificRecord>(new SpecificDatumWriter<>(schema, new SpecificData()))
                .setCodec(CodecFactory.deflateCodec(6))
                .create(schema, file.toFile());
    }

    @Override
    public void write(SpecificRecord row) throws IOException {
        writer.append(row);
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
