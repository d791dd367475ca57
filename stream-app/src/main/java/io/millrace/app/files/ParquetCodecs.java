package io.millrace.app.files;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/** The codecs that Parquet files are usually written with, without Hadoop, whose classes Parquet would take for them. */
final class ParquetCodecs implements CompressionCodecFactory {
    private static final int ZSTD_LEVEL = 1;

    /** Compresses and decompresses whole pages. */
    private interface Codec {
        byte[] compress(byte[] plain) throws IOException;

        byte[] decompress(byte[] compressed, int plainLength) throws IOException;
    }

    private static final Codec NONE = new Codec() {
        @Override
        public byte[] compress(byte[] plain) {
            return plain;
        }

        @Override
        public byte[] decompress(byte[] compressed, int plainLength) {
            return compressed;
        }
    };

    private static final Codec SNAPPY = new Codec() {
        @Override
        public byte[] compress(byte[] plain) throws IOException {
            return Snappy.compress(plain);
        }

        @Override
        public byte[] decompress(byte[] compressed, int plainLength) throws IOException {
            return Snappy.uncompress(compressed);
        }
    };

    private static final Codec ZSTD = new Codec() {
        @Override
        public byte[] compress(byte[] plain) {
            return Zstd.compress(plain, ZSTD_LEVEL);
        }

        @Override
        public byte[] decompress(byte[] compressed, int plainLength) {
            return Zstd.decompress(compressed, plainLength);
        }
    };

    private static final Codec GZIP = new Codec() {
        @Override
        public byte[] compress(byte[] plain) throws IOException {
            var compressed = new ByteArrayOutputStream();
            try (var gzip = new GZIPOutputStream(compressed)) {
                gzip.write(plain);
            }
            return compressed.toByteArray();
        }

        @Override
        public byte[] decompress(byte[] compressed, int plainLength) throws IOException {
            try (var gzip = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
                return gzip.readAllBytes();
            }
        }
    };

    private static Codec codec(CompressionCodecName name) {
        return switch (name) {
            case UNCOMPRESSED -> NONE;
            case SNAPPY -> SNAPPY;
            case ZSTD -> ZSTD;
            case GZIP -> GZIP;
            default ->
                throw new UnsupportedOperationException(
                        "compression " + name + " cannot be read; " + "UNCOMPRESSED, SNAPPY, ZSTD and GZIP can");
        };
    }

    private static byte[] array(BytesInput bytes) throws IOException {
        return bytes.toInputStream().readAllBytes();
    }

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName name) {
        var codec = codec(name);
        return new BytesInputCompressor() {
            @Override
            public BytesInput compress(BytesInput bytes) throws IOException {
                return BytesInput.from(codec.compress(array(bytes)));
            }

            @Override
            public CompressionCodecName getCodecName() {
                return name;
            }

            @Override
            public void release() {}
        };
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
        var codec = codec(name);
        return new BytesInputDecompressor() {
            @Override
            public BytesInput decompress(BytesInput bytes, int plainLength) throws IOException {
                return BytesInput.from(codec.decompress(array(bytes), plainLength));
            }

            @Override
            public void decompress(ByteBuffer compressed, int length, ByteBuffer plain, int plainLength)
                    throws IOException {
                var bytes = new byte[length];
                compressed.get(bytes);
                plain.put(codec.decompress(bytes, plainLength));
            }

            @Override
            public void release() {}
        };
    }

    @Override
    public void release() {}
}
