package io.millrace.app.files;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter.Mode;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/** Writes rows as Parquet, compressed with Zstandard. */
final class ParquetRows implements TableWriter.Rows {
    /** What is gathered before it is written, and what a reader holds at once, about. */
    private static final long ROW_GROUP_BYTES = 32 << 20;

    private final ParquetWriter<GenericRecord> out;

    private ParquetRows(ParquetWriter<GenericRecord> out) {
        this.out = out;
    }

    static ParquetRows to(Path file, String name, List<Column> columns) throws IOException {
        return new ParquetRows(new Builder(new LocalOutputFile(file), name, columns)
                .withConf(new PlainParquetConfiguration())
                .withCodecFactory(new ParquetCodecs())
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .withRowGroupSize(ROW_GROUP_BYTES)
                .withWriteMode(Mode.OVERWRITE)
                .build());
    }

    @Override
    public void write(GenericRecord row) throws IOException {
        out.write(row);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    private static final class Builder extends ParquetWriter.Builder<GenericRecord, Builder> {
        private final String name;
        private final List<Column> columns;

        private Builder(OutputFile file, String name, List<Column> columns) {
            super(file);
            this.name = name;
            this.columns = columns;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        @Deprecated // by Parquet, which still demands it
        protected WriteSupport<GenericRecord> getWriteSupport(Configuration hadoop) {
            throw new IllegalStateException("there is no Hadoop here");
        }

        @Override
        protected WriteSupport<GenericRecord> getWriteSupport(ParquetConfiguration configuration) {
            return new Records(name, columns);
        }
    }

    /** Tells Parquet of a record, value by value. */
    private static final class Records extends WriteSupport<GenericRecord> {
        private final String name;
        private final List<Column> columns;
        private @Nullable RecordConsumer out;

        private Records(String name, List<Column> columns) {
            this.name = name;
            this.columns = columns;
        }

        @Override
        @Deprecated // by Parquet, which still demands it
        public WriteContext init(Configuration hadoop) {
            throw new IllegalStateException("there is no Hadoop here");
        }

        @Override
        public WriteContext init(ParquetConfiguration configuration) {
            var types = columns.stream().map(Records::type).toList();
            return new WriteContext(new MessageType(name, types), Map.of());
        }

        private static Type type(Column column) {
            var repetition = column.nullable() ? Type.Repetition.OPTIONAL : Type.Repetition.REQUIRED;
            var physical =
                    switch (column.kind()) {
                        case BOOLEAN -> PrimitiveTypeName.BOOLEAN;
                        case INT -> PrimitiveTypeName.INT32;
                        case LONG, MILLIS, MICROS -> PrimitiveTypeName.INT64;
                        case FLOAT -> PrimitiveTypeName.FLOAT;
                        case DOUBLE -> PrimitiveTypeName.DOUBLE;
                        case TEXT, ENUM -> PrimitiveTypeName.BINARY;
                    };
            var logical =
                    switch (column.kind()) {
                        case TEXT, ENUM -> LogicalTypeAnnotation.stringType();
                        case MILLIS -> LogicalTypeAnnotation.timestampType(true, TimeUnit.MILLIS);
                        case MICROS -> LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS);
                        default -> null;
                    };
            return Types.primitive(physical, repetition).as(logical).named(column.name());
        }

        @Override
        public void prepareForWrite(RecordConsumer consumer) {
            out = consumer;
        }

        @Override
        public void write(GenericRecord row) {
            var out = requireNonNull(this.out);
            out.startMessage();
            for (int i = 0; i < columns.size(); i++) {
                var column = columns.get(i);
                @Nullable Object value = row.get(i);
                if (value != null) {
                    out.startField(column.name(), i);
                    write(column, value, out);
                    out.endField(column.name(), i);
                }
            }
            out.endMessage();
        }

        private static void write(Column column, Object value, RecordConsumer out) {
            switch (column.kind()) {
                case BOOLEAN -> out.addBoolean((boolean) value);
                case INT -> out.addInteger((int) value);
                case LONG, MILLIS, MICROS -> out.addLong((long) value);
                case FLOAT -> out.addFloat((float) value);
                case DOUBLE -> out.addDouble((double) value);
                case TEXT, ENUM -> out.addBinary(Binary.fromString(value.toString()));
            }
        }
    }
}
